package dev.pinfold.lab.fuzz;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.Calls;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.List;

/**
 * A program as a tape of bytes: what configures the machine, then instructions, each an opcode and its operands. Every tape is
 * a program; where it ends in the middle of an instruction zeroes follow. {@link Writer} writes the tapes that fuzzing begins
 * with.
 */
final class CallTape {
    private static final Syscall[] ALL = Syscall.values();
    /** Programs with more tasks are no better. */
    private static final int MOST_TASKS = 6;

    private static final int MOST_CALLS = 256;

    /** What an instruction does, by the remainder of its opcode. */
    private enum Does {
        CALL,
        CALL_BY_NUMBER,
        POKE,
        STORE,
        LOAD,
        SWITCH
    }

    /** How a register is written. */
    enum Reg {
        /** One byte. */
        SMALL,
        /** What an earlier call gave, and a page and an offset to be added. */
        RESULT,
        /** A number of pages in two bytes. */
        PAGES,
        /** From -1 down. */
        NEGATIVE,
        /** One bit, and a byte. */
        BIT,
        /** Eight bytes. */
        WORD
    }

    private final byte[] tape;
    private int at;
    private final List<Long> results = new ArrayList<>();

    private CallTape(byte[] tape) {
        this.tape = tape;
    }

    static MachineConfig config(byte[] tape) {
        int how = tape.length == 0 ? 0 : tape[0];
        return MachineConfig.defaults()
                .withMemory(8L << 20)
                .withPkeys((how & 1) != 0)
                .withZeroPage((how & 2) == 0)
                .withPrivileged((how & 4) != 0)
                .withOvercommit((how >> 3 & 3) % 3)
                .withThp((how & 32) != 0 ? "always" : "madvise")
                .withSwap((how & 64) != 0 ? 4L << 20 : 0);
    }

    /** Plays a tape to its end or to that of its last task. */
    static void play(byte[] tape, Machine machine) {
        new CallTape(tape).play(machine);
    }

    private void play(Machine machine) {
        at = 1;
        List<Task> tasks = new ArrayList<>(List.of(machine.newTask()));
        int current = 0;
        for (int calls = 0; at < tape.length && !tasks.isEmpty() && calls < MOST_CALLS; ) {
            Task task = tasks.get(current);
            switch (Does.values()[next() % Does.values().length]) {
                case CALL -> {
                    call(machine, tasks, task.calls(), ALL[next() % ALL.length].number());
                    calls++;
                }
                case CALL_BY_NUMBER -> {
                    call(machine, tasks, task.calls(), (int) register());
                    calls++;
                }
                case POKE -> {
                    long address = register();
                    for (int n = next(); n > 0 && at < tape.length; n--) {
                        task.calls().store(address++, next(), 1);
                    }
                }
                case STORE -> task.calls().store(register(), register(), 1 << next() % 4);
                case LOAD -> task.calls().load(register(), 1 << next() % 4);
                case SWITCH -> current = next();
            }
            tasks.removeIf(t -> t.calls().ended());
            current = tasks.isEmpty() ? 0 : current % tasks.size();
        }
    }

    private void call(Machine machine, List<Task> tasks, Calls calls, int number) {
        Syscall call = Syscall.of(number);
        boolean makes = call == Syscall.FORK || call == Syscall.VFORK || call == Syscall.CLONE;
        long[] r = {register(), register(), register(), register(), register(), register()};
        if (makes && tasks.size() == MOST_TASKS) {
            return;
        }
        long result = calls.syscall(number, r[0], r[1], r[2], r[3], r[4], r[5]);
        Task child = makes && result > 0 ? machine.task((int) result) : null;
        if (child != null) {
            tasks.add(child);
        }
        if (result >= 0) {
            results.add(result);
        }
    }

    private long register() {
        return switch (Reg.values()[next() % Reg.values().length]) {
            case SMALL -> next();
            case RESULT -> {
                int which = next();
                long offset = next() * PAGE_SIZE + next();
                yield results.isEmpty() ? offset : results.get(which % results.size()) + offset;
            }
            case PAGES -> (next() | next() << 8) * PAGE_SIZE;
            case NEGATIVE -> -1L - next();
            case BIT -> 1L << next() % 64 | next();
            case WORD -> {
                long word = 0;
                for (int i = 0; i < 8; i++) {
                    word |= (long) next() << 8 * i;
                }
                yield word;
            }
        };
    }

    private int next() {
        return at < tape.length ? tape[at++] & 0xff : 0;
    }

    /** Writes a tape. Registers that are left out are zero. */
    @SuppressWarnings("EnumOrdinal") // a tape names calls and registers by their places
    static final class Writer {
        private final List<Byte> bytes = new ArrayList<>();

        Writer(int config) {
            put(config);
        }

        private void put(int... values) {
            for (int v : values) {
                bytes.add((byte) v);
            }
        }

        /** A register as it is written: one of the methods below gives it. */
        Writer call(Syscall call, int[]... registers) {
            put(Does.CALL.ordinal(), call.ordinal());
            for (int i = 0; i < 6; i++) {
                put(i < registers.length ? registers[i] : small(0));
            }
            return this;
        }

        Writer poke(int[] address, int... values) {
            put(Does.POKE.ordinal());
            put(address);
            put(values.length);
            put(values);
            return this;
        }

        /** Eight bytes in memory. */
        Writer store(int[] address, int[] value) {
            put(Does.STORE.ordinal());
            put(address);
            put(value);
            put(3);
            return this;
        }

        Writer load(int[] address) {
            put(Does.LOAD.ordinal());
            put(address);
            put(0);
            return this;
        }

        Writer goOnWith(int task) {
            put(Does.SWITCH.ordinal(), task);
            return this;
        }

        static int[] small(int value) {
            return new int[] {Reg.SMALL.ordinal(), value};
        }

        static int[] minus(int value) {
            return new int[] {Reg.NEGATIVE.ordinal(), value - 1};
        }

        static int[] pages(int count) {
            return new int[] {Reg.PAGES.ordinal(), count & 0xff, count >> 8};
        }

        /** What the call gave that came so many before, from 0, and an offset. */
        static int[] result(int index, int page, int offset) {
            return new int[] {Reg.RESULT.ordinal(), index, page, offset};
        }

        static int[] bit(int bit, int low) {
            return new int[] {Reg.BIT.ordinal(), bit, low};
        }

        byte[] tape() {
            byte[] tape = new byte[bytes.size()];
            for (int i = 0; i < tape.length; i++) {
                tape[i] = bytes.get(i);
            }
            return tape;
        }
    }
}
