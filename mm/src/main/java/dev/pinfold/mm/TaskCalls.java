package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageDown;

import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.fault.Fault;
import dev.pinfold.mm.fault.UserAccess;
import dev.pinfold.mm.huge.Khugepaged;
import dev.pinfold.mm.space.MapsText;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.UserBytes;
import dev.pinfold.mm.syscall.Brk;
import dev.pinfold.mm.syscall.Close;
import dev.pinfold.mm.syscall.Dup;
import dev.pinfold.mm.syscall.Fallocate;
import dev.pinfold.mm.syscall.Fcntl;
import dev.pinfold.mm.syscall.FileSize;
import dev.pinfold.mm.syscall.Fsync;
import dev.pinfold.mm.syscall.Lseek;
import dev.pinfold.mm.syscall.Madvise;
import dev.pinfold.mm.syscall.MemfdCreate;
import dev.pinfold.mm.syscall.Mincore;
import dev.pinfold.mm.syscall.MincoreVector;
import dev.pinfold.mm.syscall.Mlock;
import dev.pinfold.mm.syscall.Mlockall;
import dev.pinfold.mm.syscall.Mmap;
import dev.pinfold.mm.syscall.Mprotect;
import dev.pinfold.mm.syscall.Mremap;
import dev.pinfold.mm.syscall.Mseal;
import dev.pinfold.mm.syscall.Msync;
import dev.pinfold.mm.syscall.Munlock;
import dev.pinfold.mm.syscall.Munmap;
import dev.pinfold.mm.syscall.Open;
import dev.pinfold.mm.syscall.Pagemap;
import dev.pinfold.mm.syscall.Pkey;
import dev.pinfold.mm.syscall.Prctl;
import dev.pinfold.mm.syscall.Pread64;
import dev.pinfold.mm.syscall.ProcessVm;
import dev.pinfold.mm.syscall.Pwrite64;
import dev.pinfold.mm.syscall.Read;
import dev.pinfold.mm.syscall.RemapFilePages;
import dev.pinfold.mm.syscall.Smaps;
import dev.pinfold.mm.syscall.SmapsWalk;
import dev.pinfold.mm.syscall.Truncate;
import dev.pinfold.mm.syscall.Unlink;
import dev.pinfold.mm.syscall.UserRanges;
import dev.pinfold.mm.syscall.VectorIo;
import dev.pinfold.mm.syscall.Write;
import dev.pinfold.mm.table.TaskMmu;
import org.jspecify.annotations.Nullable;

/** The raw calls of one task: enters the kernel, delegates, leaves. Calls that concern processes are in the base class. */
final class TaskCalls extends ProcessCalls {
    private static final int UNKNOWN = 1 << 30;

    TaskCalls(KernelGate gate) {
        super(gate);
    }

    @Override
    public long mmap(long addr, long length, int prot, int flags, int fd, long offset) {
        return call(t -> Mmap.call(t, addr, length, prot, flags, fd, offset));
    }

    @Override
    public long munmap(long addr, long length) {
        return call(t -> Munmap.call(t, addr, length));
    }

    @Override
    public long mprotect(long addr, long length, long prot) {
        return call(t -> Mprotect.call(t, addr, length, bits(prot)));
    }

    @Override
    public long pkeyAlloc(long flags, long rights) {
        return call(t -> Pkey.alloc(t, flags, rights));
    }

    @Override
    public long pkeyFree(int key) {
        return call(t -> Pkey.free(t, key));
    }

    @Override
    public long pkeyMprotect(long addr, long length, long prot, int key) {
        return call(t -> Pkey.mprotect(t, addr, length, bits(prot), key));
    }

    @Override
    public long mremap(long oldAddr, long oldLength, long newLength, long flags, long newAddr) {
        return call(t -> Mremap.call(t, oldAddr, oldLength, newLength, bits(flags), newAddr));
    }

    /** A word of flags. Nobody knows one above the lower half, so one of the lower half that nobody knows says as much. */
    private static int bits(long word) {
        return word >>> Integer.SIZE == 0 ? (int) word : (int) word | UNKNOWN;
    }

    @Override
    public long brk(long addr) {
        return call(t -> Brk.call(t, addr));
    }

    @Override
    public long madvise(long addr, long length, int advice) {
        return call(t -> Madvise.call(t, addr, length, advice));
    }

    @Override
    public long msync(long addr, long length, int flags) {
        return call(t -> Msync.call(t, addr, length, flags));
    }

    @Override
    public long mincore(long addr, long length, long vector) {
        return call(t -> MincoreVector.call(t, addr, length, vector));
    }

    @Override
    public long mincore(long addr, long length, byte[] vector) {
        return call(t -> Mincore.call(t, addr, length, true, (at, pages, count) -> {
            int n = (int) Math.min(count, vector.length - at);
            if (n > 0) {
                System.arraycopy(pages, 0, vector, (int) at, n);
            }
            return n == count;
        }));
    }

    @Override
    public long mlock(long addr, long length) {
        return call(t -> Mlock.call(t, addr, length));
    }

    @Override
    public long mlock2(long addr, long length, int flags) {
        return call(t -> Mlock.call2(t, addr, length, flags));
    }

    @Override
    public long munlock(long addr, long length) {
        return call(t -> Munlock.call(t, addr, length));
    }

    @Override
    public long mlockall(int flags) {
        return call(t -> Mlockall.call(t, flags));
    }

    @Override
    public long munlockall() {
        return call(Mlockall::callUnlock);
    }

    @Override
    public long prctl(int option, long arg2, long arg3, long arg4, long arg5) {
        return call(t -> Prctl.call(t, option, arg2, arg3, arg4, arg5));
    }

    @Override
    public long khugepaged(long addr) {
        return call(t -> Khugepaged.at(t, t.space(), addr));
    }

    @Override
    public long mseal(long addr, long length, long flags) {
        return call(t -> Mseal.call(t, addr, length, flags));
    }

    @Override
    public long remapFilePages(long addr, long size, int prot, long pgoff, int flags) {
        return call(t -> RemapFilePages.call(t, addr, size, prot, pgoff, flags));
    }

    @Override
    public long processVmReadv(int pid, long[] local, long[] remote, long flags) {
        return call(t -> ProcessVm.call(t, pid, UserRanges.of(local), UserRanges.of(remote), flags, false));
    }

    @Override
    public long processVmWritev(int pid, long[] local, long[] remote, long flags) {
        return call(t -> ProcessVm.call(t, pid, UserRanges.of(local), UserRanges.of(remote), flags, true));
    }

    // --- files ------------------------------------------------------------------------------------------------------

    @Override
    public long open(String path, int flags, int mode) {
        return call(t -> Open.call(t, FileFlags.AT_FDCWD, path, flags, mode));
    }

    @Override
    public long openat(int dirfd, String path, int flags, int mode) {
        return call(t -> Open.call(t, dirfd, path, flags, mode));
    }

    @Override
    public long close(int fd) {
        return call(t -> Close.call(t, fd));
    }

    @Override
    public long dup(int fd) {
        return call(t -> Dup.call(t, fd));
    }

    @Override
    public long dup2(int fd, int newFd) {
        return call(t -> Dup.dup2(t, fd, newFd));
    }

    @Override
    public long dup3(int fd, int newFd, int flags) {
        return call(t -> Dup.dup3(t, fd, newFd, flags));
    }

    @Override
    public long memfdCreate(String name, int flags) {
        return call(t -> MemfdCreate.call(t, name, flags));
    }

    @Override
    public long ftruncate(int fd, long length) {
        return call(t -> Truncate.call(t, fd, length));
    }

    @Override
    public long truncate(String path, long length) {
        return call(t -> Truncate.call(t, path, length));
    }

    @Override
    public long fallocate(int fd, int mode, long offset, long length) {
        return call(t -> Fallocate.call(t, fd, mode, offset, length));
    }

    @Override
    public long read(int fd, long buffer, long length) {
        return call(t -> Read.call(t, fd, buffer, length));
    }

    @Override
    public long write(int fd, long buffer, long length) {
        return call(t -> Write.call(t, fd, buffer, length));
    }

    @Override
    public long pread64(int fd, long buffer, long length, long offset) {
        return call(t -> Pread64.call(t, fd, buffer, length, offset));
    }

    @Override
    public long pwrite64(int fd, long buffer, long length, long offset) {
        return call(t -> Pwrite64.call(t, fd, buffer, length, offset));
    }

    @Override
    public long read(int fd, byte[] data) {
        return call(t -> Read.call(t, fd, data));
    }

    @Override
    public long write(int fd, byte[] data) {
        return call(t -> Write.call(t, fd, data));
    }

    @Override
    public long pread64(int fd, byte[] data, long offset) {
        return call(t -> Pread64.call(t, fd, data, offset));
    }

    @Override
    public long pwrite64(int fd, byte[] data, long offset) {
        return call(t -> Pwrite64.call(t, fd, data, offset));
    }

    @Override
    public long readv(int fd, long[] vector) {
        return call(t -> VectorIo.call(t, false, fd, UserRanges.of(vector), VectorIo.AT_POSITION, 0));
    }

    @Override
    public long writev(int fd, long[] vector) {
        return call(t -> VectorIo.call(t, true, fd, UserRanges.of(vector), VectorIo.AT_POSITION, 0));
    }

    @Override
    public long preadv(int fd, long[] vector, long offset) {
        return call(t -> VectorIo.at(t, false, fd, UserRanges.of(vector), offset));
    }

    @Override
    public long pwritev(int fd, long[] vector, long offset) {
        return call(t -> VectorIo.at(t, true, fd, UserRanges.of(vector), offset));
    }

    @Override
    public long preadv2(int fd, long[] vector, long offset, int flags) {
        return call(t -> VectorIo.call(t, false, fd, UserRanges.of(vector), offset, flags));
    }

    @Override
    public long pwritev2(int fd, long[] vector, long offset, int flags) {
        return call(t -> VectorIo.call(t, true, fd, UserRanges.of(vector), offset, flags));
    }

    @Override
    public long lseek(int fd, long offset, int whence) {
        return call(t -> Lseek.call(t, fd, offset, whence));
    }

    @Override
    public long fsync(int fd) {
        return call(t -> Fsync.call(t, fd));
    }

    @Override
    public long fdatasync(int fd) {
        return call(t -> Fsync.call(t, fd));
    }

    @Override
    public long unlink(String path) {
        return call(t -> Unlink.call(t, path));
    }

    @Override
    public long fcntl(int fd, int cmd, long arg) {
        return call(t -> Fcntl.call(t, fd, cmd, arg));
    }

    @Override
    public long fileSize(int fd) {
        return call(t -> FileSize.call(t, fd));
    }

    // --- accesses ---------------------------------------------------------------------------------------------------

    @Override
    public long load(long addr, int size) {
        // Here and not in one more method, so that a hit stays one piece of code however large what follows a miss
        // becomes. A hit asks nothing about the task: see Runner.armed.
        if (!Sync.CONTROLLED) {
            TaskContext t = context;
            long e = t.entry(addr);
            long above = TaskMmu.aboveRead(e, addr);
            if (TaskMmu.inside(above, size)) {
                long value = UserBytes.get(TaskMmu.place(e, above), size);
                if (t.armed()) {
                    return value;
                }
            }
        }
        return miss(addr, size);
    }

    /** A load that did not hit: with all that an access asks about its task. */
    long miss(long addr, int size) {
        TaskContext t = gate.access();
        return t == null ? 0 : UserAccess.miss(t, addr, size);
    }

    @Override
    public long store(long addr, long value, int size) {
        if (UserAccess.hit(context, addr, value, size)) {
            return 0;
        }
        TaskContext t = gate.access();
        if (t != null) {
            UserAccess.store(t, addr, value, size);
        }
        return fault();
    }

    @Override
    public long cas(long addr, long old, long value, int size) {
        TaskContext t = gate.access();
        return t == null ? 0 : UserAccess.compareAndExchange(t, addr, old, value, size);
    }

    @Override
    public long fill(long addr, long length, int value) {
        TaskContext t = gate.access();
        if (t != null) {
            t.enterKernel();
            try {
                UserAccess.fill(t, addr, length, value);
            } finally {
                t.exitKernel();
            }
        }
        return fault();
    }

    @Override
    public long check(long addr, long length, int value) {
        TaskContext t = gate.access();
        long word = (value & 0xffL) * 0x0101_0101_0101_0101L;
        for (long at = 0; t != null && at < length; ) {
            int n = (addr + at & 7) == 0 && length - at >= 8 ? 8 : 1;
            long v = UserAccess.load(t, addr + at, n);
            if (t.fault != 0) {
                return at;
            }
            long differ = v ^ (n == 8 ? word : word & 0xff);
            if (differ != 0) {
                return at + Long.numberOfTrailingZeros(differ) / 8;
            }
            at += n;
        }
        return -1;
    }

    @Override
    public long touch(long addr, long length, boolean write) {
        TaskContext t = gate.access();
        if (t == null) {
            return fault();
        }
        // As a program's loop would run: a range that wraps is empty.
        for (long at = addr;
                Long.compareUnsigned(at, addr + length) < 0 && t.fault == 0;
                at = pageDown(at) + PAGE_SIZE) {
            if (write) {
                // A store of what is there, in one step: a value that changes meanwhile stays.
                UserAccess.compareAndExchange(t, at, 0, 0, 1);
            } else {
                UserAccess.load(t, at, 1);
            }
        }
        return fault();
    }

    @Override
    public long exec(long addr) {
        TaskContext t = gate.access();
        if (t != null) {
            UserAccess.fetch(t, addr);
        }
        return fault();
    }

    @Override
    public long rdpkru() {
        TaskContext t = pkruAccess();
        return t == null ? 0 : t.pkru() & 0xffff_ffffL;
    }

    @Override
    public long wrpkru(long value) {
        TaskContext t = pkruAccess();
        if (t != null) {
            t.setPkru((int) value);
        }
        return fault();
    }

    /** The task for an instruction that only a machine with protection keys knows. */
    private @Nullable TaskContext pkruAccess() {
        TaskContext t = gate.access();
        if (t != null && !t.kernel().pkeys()) {
            t.raise(Fault.ILL_OPERAND);
            t.faultAddress = 0;
            return null;
        }
        return t;
    }

    // --- to look ----------------------------------------------------------------------------------------------------

    @Override
    public String maps() {
        String[] text = {""};
        call(t -> {
            text[0] = MapsText.of(t.space());
            return 0;
        });
        return text[0];
    }

    @Override
    public long[] pagemap(long addr, int pages) {
        long[][] words = {new long[0]};
        call(t -> {
            words[0] = Pagemap.read(t, addr, pages);
            return 0;
        });
        return words[0];
    }

    @Override
    public @Nullable Smaps smaps(long addr) {
        @Nullable Smaps[] found = new @Nullable Smaps[1];
        call(t -> {
            found[0] = SmapsWalk.of(t, addr);
            return 0;
        });
        return found[0];
    }

    @Override
    public InitialState initialState() {
        return new InitialState(gate);
    }
}
