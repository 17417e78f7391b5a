package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;

import dev.pinfold.mm.fault.UserAccess;
import dev.pinfold.mm.file.DirectTransfer;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Lent;

/** The memory that a read fills or a write empties: {@code struct iov_iter}. Offsets count from its beginning. */
abstract sealed class UserBuffer permits UserBuffer.Memory, UserBuffer.Array, UserVector {
    private static final long TOP_4_LEVELS = (1L << 47) - PAGE_SIZE;
    private static final long TOP_5_LEVELS = (1L << 56) - PAGE_SIZE;

    /** Copies {@code length} bytes out of the buffer to a native address; gives how many could be read. */
    abstract int in(long offset, long address, int length);

    /** As {@link #in}, as far as no fault is needed. */
    abstract int inAtomic(long offset, long address, int length);

    /** Brings in {@code length} bytes for {@link #inAtomic}; gives how many from the first on can be read. */
    abstract int faultIn(long offset, int length);

    /** Copies {@code length} bytes from a native address into the buffer; gives how many could be written. */
    abstract int out(long offset, long address, int length);

    /** Whether so many bytes could lie in user memory at all ({@code access_ok}). */
    abstract boolean ok(long length);

    /**
     * Whether a device can transfer so many bytes to or from an offset: each part within a page must be a whole number of
     * sectors.
     */
    abstract boolean direct(long offset, long length);

    /** Whether it lies in user memory, so that its pages can be pinned. */
    abstract boolean pinnable();

    /** Where in user memory a byte of it lies. Preconditions: {@link #pinnable}. */
    abstract long address(long offset);

    /** Bytes from an offset on that lie behind each other. Preconditions: {@link #pinnable}. */
    long run(long offset) {
        return Long.MAX_VALUE;
    }

    /** Whether so many bytes at an address could lie in user memory at all ({@code access_ok}), or lie in memory lent. */
    static boolean ok(TaskContext t, long address, long length) {
        if (address >= Lent.START) {
            return Lent.holds(t.lent(), address, length);
        }
        long top = t.kernel().layout().levels() == 5 ? TOP_5_LEVELS : TOP_4_LEVELS;
        long end = address + length;
        return Long.compareUnsigned(end, address) >= 0 && Long.compareUnsigned(end, top) <= 0;
    }

    /** User memory at an address; it may fault anywhere. */
    static UserBuffer at(TaskContext t, long address) {
        return new Memory(t, address);
    }

    /** Memory outside of the machine, which cannot fault. */
    static UserBuffer of(byte[] data) {
        return new Array(data);
    }

    static final class Memory extends UserBuffer {
        private final TaskContext t;
        private final long address;

        Memory(TaskContext t, long address) {
            this.t = t;
            this.address = address;
        }

        @Override
        int in(long offset, long to, int length) {
            return length - (int) UserAccess.copyIn(t, address + offset, to, length);
        }

        @Override
        int inAtomic(long offset, long to, int length) {
            return length - (int) UserAccess.copyInAtomic(t, address + offset, to, length);
        }

        @Override
        int faultIn(long offset, int length) {
            return length - (int) UserAccess.faultIn(t, address + offset, length);
        }

        @Override
        int out(long offset, long from, int length) {
            return length - (int) UserAccess.copyOut(t, address + offset, from, length);
        }

        @Override
        boolean direct(long offset, long length) {
            long from = address + offset;
            return !pinnable()
                    || (from & DirectTransfer.ALIGNMENT - 1) == 0
                    || offsetInPage(from) + length <= PAGE_SIZE;
        }

        @Override
        boolean pinnable() {
            return address < Lent.START;
        }

        @Override
        long address(long offset) {
            return address + offset;
        }

        @Override
        boolean ok(long length) {
            return UserBuffer.ok(t, address, length);
        }
    }

    static final class Array extends UserBuffer {
        private final byte[] data;

        Array(byte[] data) {
            this.data = data;
        }

        @Override
        int in(long offset, long to, int length) {
            Bytes.write(data, (int) offset, to, length);
            return length;
        }

        @Override
        int inAtomic(long offset, long to, int length) {
            return in(offset, to, length);
        }

        @Override
        int faultIn(long offset, int length) {
            return length;
        }

        @Override
        int out(long offset, long from, int length) {
            Bytes.read(from, data, (int) offset, length);
            return length;
        }

        @Override
        boolean direct(long offset, long length) {
            return true;
        }

        @Override
        boolean pinnable() {
            return false;
        }

        @Override
        long address(long offset) {
            throw new AssertionError("not in user memory");
        }

        @Override
        boolean ok(long length) {
            return true;
        }
    }
}
