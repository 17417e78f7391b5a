package dev.pinfold.host.agent;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * The operations that go to the agent in one message, the data that goes with them, and what came back. An operation is
 * named by its index.
 */
public final class Batch {
    /** The most operations of one batch. */
    public static final int CAPACITY = Wire.OP_COUNT;

    /** Bytes of the data area. */
    public static final long DATA_SIZE = Wire.REGION_SIZE - Wire.DATA_AT;

    /** Where the agent sees the data area. */
    private static final long DATA_ADDRESS = 0x7ffffd000000L + Wire.DATA_AT;

    /** How an operation came out. */
    public enum Kind {
        /** It was not run. */
        NONE,
        /** It gave a value. */
        VALUE,
        /** It raised a signal. */
        SIGNAL,
        /** Its task did not exist (any more). */
        NO_TASK,
        /** Its task died of it. */
        DIED;

        private static final Kind[] ALL = values();
    }

    private final MemorySegment region;
    private int size;
    private long dataUsed;

    Batch(MemorySegment region) {
        this.region = region;
    }

    /** Forgets all operations and data. */
    public void clear() {
        size = 0;
        dataUsed = 0;
    }

    /** Returns the number of operations. */
    public int size() {
        return size;
    }

    /** Adds an operation of the task in a slot and returns its index. */
    public int add(int slot, Opcode opcode, long... args) {
        if (size == CAPACITY) {
            throw new IllegalStateException("more than " + CAPACITY + " operations");
        }
        long at = at(size);
        region.asSlice(at, Wire.OP_SIZE).fill((byte) 0);
        region.set(JAVA_SHORT_UNALIGNED, at + Wire.OP_OPCODE, (short) opcode.number());
        region.set(JAVA_SHORT_UNALIGNED, at + Wire.OP_TASK, (short) slot);
        for (int i = 0; i < args.length; i++) {
            region.set(JAVA_LONG_UNALIGNED, at + Wire.OP_ARGS + 8L * i, args[i]);
        }
        for (int i = 0; i < 8; i++) {
            region.set(JAVA_SHORT_UNALIGNED, at + Wire.OP_REFS + 2L * i, (short) Wire.NO_REF);
        }
        return size++;
    }

    /** Adds a system call by its number and up to six arguments. */
    public int syscall(int slot, long number, long... args) {
        long[] all = new long[args.length + 1];
        all[0] = number;
        System.arraycopy(args, 0, all, 1, args.length);
        return add(slot, Opcode.SYSCALL, all);
    }

    /** Adds the value of an earlier operation to an argument; argument 0 of a system call is its number. */
    public void reference(int operation, int argument, int earlier) {
        region.set(JAVA_SHORT_UNALIGNED, at(operation) + Wire.OP_REFS + 2L * argument, (short) earlier);
    }

    /** Adds {@code step} to an argument once per iteration of the loop around the operation. */
    public void step(int operation, int argument, long step) {
        region.set(JAVA_SHORT_UNALIGNED, at(operation) + Wire.OP_STEP_ARG, (short) argument);
        region.set(JAVA_LONG_UNALIGNED, at(operation) + Wire.OP_STEP, step);
    }

    /** Reserves bytes of the data area, zeroed, and returns their offset there, a multiple of 16. */
    public long reserve(long bytes) {
        long offset = dataUsed;
        if (bytes > DATA_SIZE - offset) {
            throw new IllegalStateException("more data than fits into one batch");
        }
        dataUsed = offset + bytes + 15 & -16;
        region.asSlice(Wire.DATA_AT + offset, bytes).fill((byte) 0);
        return offset;
    }

    /** Puts bytes into the data area and returns their offset there. */
    public long put(byte[] bytes) {
        long offset = reserve(bytes.length);
        MemorySegment.copy(bytes, 0, region, JAVA_BYTE, Wire.DATA_AT + offset, bytes.length);
        return offset;
    }

    /** Sets a word of the data area. */
    public void putLong(long offset, long value) {
        region.set(JAVA_LONG_UNALIGNED, Wire.DATA_AT + offset, value);
    }

    /** Returns the bytes of the data area that are not reserved. */
    public long room() {
        return DATA_SIZE - dataUsed;
    }

    /** Returns the address at which tasks see an offset of the data area. */
    public static long address(long offset) {
        return DATA_ADDRESS + offset;
    }

    /** Returns a part of the data area. */
    public MemorySegment data(long offset, long bytes) {
        return region.asSlice(Wire.DATA_AT + offset, bytes);
    }

    /** Returns bytes of the data area. */
    public byte[] bytes(long offset, int length) {
        return data(offset, length).toArray(JAVA_BYTE);
    }

    /** Returns how an operation came out. */
    public Kind kind(int operation) {
        return Kind.ALL[region.get(JAVA_INT_UNALIGNED, result(operation) + Wire.RESULT_KIND)];
    }

    /** Returns an operation's value; for system calls -errno on failure. */
    public long value(int operation) {
        return region.get(JAVA_LONG_UNALIGNED, result(operation) + Wire.RESULT_VALUE);
    }

    /** Returns the number of the signal. */
    public int signal(int operation) {
        return region.get(JAVA_SHORT_UNALIGNED, result(operation) + Wire.RESULT_SIGNAL) & 0xffff;
    }

    /** Returns the signal's si_code. */
    public int code(int operation) {
        return region.get(JAVA_SHORT_UNALIGNED, result(operation) + Wire.RESULT_CODE);
    }

    /** Returns the signal's si_addr. */
    public long faultAddress(int operation) {
        return region.get(JAVA_LONG_UNALIGNED, result(operation) + Wire.RESULT_ADDRESS);
    }

    /** Returns an operation's second value. */
    public long aux(int operation) {
        return region.get(JAVA_LONG_UNALIGNED, result(operation) + Wire.RESULT_AUX);
    }

    void forgetResults() {
        region.asSlice(Wire.RESULTS_AT, size * Wire.RESULT_SIZE).fill((byte) 0);
    }

    private static long at(int operation) {
        return Wire.OPS_AT + operation * Wire.OP_SIZE;
    }

    private static long result(int operation) {
        return Wire.RESULTS_AT + operation * Wire.RESULT_SIZE;
    }
}
