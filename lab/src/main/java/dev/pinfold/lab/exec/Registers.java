package dev.pinfold.lab.exec;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Gives;
import dev.pinfold.mm.abi.Param;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The six registers of a system call: its arguments, with what they point to put into memory. */
public final class Registers {
    private static final int COUNT = 6;
    private static final byte[] NOTHING = {};

    private final Syscall call;
    private final List<Arg> args;
    private final CallMemory memory;
    private final long[] values = new long[COUNT];
    /** For an argument of buffers, where each lies. */
    private final long[][] places = new long[COUNT][];

    /** Fills the registers. Tasks are numbers by now. */
    public Registers(Syscall call, List<Arg> args, CallMemory memory) {
        this.call = call;
        this.args = args;
        this.memory = memory;
        for (int i = 0; i < Math.min(COUNT, args.size()); i++) {
            values[i] = register(i);
        }
    }

    private long register(int i) {
        return switch (args.get(i)) {
            case Arg.Num n -> n.value();
            case Arg.Text t -> memory.put(string(i) ? terminated(t.bytes()) : t.bytes());
            case Arg.Room r -> memory.reserve(Math.max(1, r.bytes()));
            case Arg.Members m -> memory.put(words(m.words()));
            case Arg.Ranges r -> memory.put(words(r.words()));
            case Arg.Buffers b -> buffers(i, b.parts());
            case Arg.Task t -> throw new IllegalArgumentException("a task without a number: " + t);
        };
    }

    private boolean string(int i) {
        return i < call.params().size()
                && (call.params().get(i).kind() == ParamKind.PATH
                        || call.params().get(i).kind() == ParamKind.NAME);
    }

    private static byte[] terminated(byte[] text) {
        return Arrays.copyOf(text, text.length + 1);
    }

    private static byte[] words(List<Long> words) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.max(1, words.size()) * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(bytes::putLong);
        return bytes.array();
    }

    private long buffers(int i, List<Arg> parts) {
        List<Long> words = new ArrayList<>();
        places[i] = new long[parts.size()];
        for (int k = 0; k < parts.size(); k++) {
            Arg part = parts.get(k);
            places[i][k] = part instanceof Arg.Text t ? memory.put(t.bytes()) : memory.reserve(part.length());
            words.add(places[i][k]);
            words.add((long) part.length());
        }
        return memory.put(words(words));
    }

    /** Returns what is in a register, from 0 to 5. */
    public long get(int register) {
        return values[register];
    }

    /** Returns a copy of all six. */
    public long[] all() {
        return values.clone();
    }

    /** Puts a number into a register. */
    public void set(int register, long value) {
        values[register] = value;
    }

    /** Returns all that a call wrote into the caller's room, one argument behind the other. */
    public byte[] written(long result) {
        byte[] all = NOTHING;
        for (int i = 0; i < args.size(); i++) {
            byte[] some = written(i, result);
            if (some.length > 0) {
                int before = all.length;
                all = Arrays.copyOf(all, before + some.length);
                System.arraycopy(some, 0, all, before, some.length);
            }
        }
        return all;
    }

    /**
     * Returns what a call that went well wrote into the room that one argument is; nothing where it is no room. Of answers on
     * pages it is what they mean: bit 0 of each.
     *
     * @param result what the call gave
     */
    public byte[] written(int i, long result) {
        if (result < 0 || i >= call.params().size() || !(args.get(i) instanceof Arg.Room || places[i] != null)) {
            return NOTHING;
        }
        Param p = call.params().get(i);
        return switch (p.kind()) {
            case BUFFER_OUT ->
                memory.get(values[i], (int) Math.min(result, args.get(i).length()));
            case VECTOR_OUT -> vector(i, result);
            case PAGES_OUT -> pages(i, values[i + p.measure()]);
            case STRUCT_OUT ->
                call.gives() == Gives.TASK && result == 0
                        ? NOTHING
                        : memory.get(
                                values[i],
                                Math.min(p.struct().bytes(), args.get(i).length()));
            default -> NOTHING;
        };
    }

    private byte[] pages(int i, long length) {
        long pages = (length + PAGE_SIZE - 1) >>> PAGE_SHIFT;
        byte[] answers = memory.get(values[i], (int) Math.min(pages, args.get(i).length()));
        for (int k = 0; k < answers.length; k++) {
            answers[k] &= 1;
        }
        return answers;
    }

    private byte[] vector(int i, long result) {
        List<Arg> parts = ((Arg.Buffers) args.get(i)).parts();
        byte[] all = new byte[(int) result];
        int done = 0;
        for (int k = 0; k < parts.size() && done < all.length; k++) {
            int n = Math.min(all.length - done, parts.get(k).length());
            System.arraycopy(memory.get(places[i][k], n), 0, all, done, n);
            done += n;
        }
        return all;
    }
}
