package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Sched;
import dev.pinfold.mm.abi.Syscall;
import dev.pinfold.mm.space.TaskContext;

/**
 * Which class performs each system call. Arguments come as the registers hold them: what is an {@code int} for Linux is cut here, and
 * what points to user memory is read from there and written there, with the faults of Linux.
 */
public final class SyscallTable {
    private static final int CREATES = FileFlags.O_CREAT | FileFlags.O_WRONLY | FileFlags.O_TRUNC;

    private SyscallTable() {}

    /**
     * Performs a call. Preconditions: inside the kernel; not {@code exit}, {@code exit_group} or {@code execve}, after which
     * the task leaves the kernel in another way than it came.
     *
     * @return what the instruction leaves in its register
     */
    public static long call(TaskContext t, Syscall s, long a, long b, long c, long d, long e, long f) {
        return switch (s) {
            case READ -> Read.call(t, (int) a, b, c);
            case WRITE -> Write.call(t, (int) a, b, c);
            case OPEN -> Open.call(t, FileFlags.AT_FDCWD, Paths.at(t, a), (int) b, (int) c);
            case CLOSE -> Close.call(t, (int) a);
            case LSEEK -> Lseek.call(t, (int) a, b, (int) c);
            case MMAP -> Mmap.call(t, a, b, c, d, (int) e, f);
            case MPROTECT -> Mprotect.call(t, a, b, c);
            case MUNMAP -> Munmap.call(t, a, b);
            case BRK -> Brk.call(t, a);
            case PREAD64 -> Pread64.call(t, (int) a, b, c, d);
            case PWRITE64 -> Pwrite64.call(t, (int) a, b, c, d);
            case READV -> VectorIo.call(t, false, (int) a, UserRanges.at(b, c), VectorIo.AT_POSITION, 0);
            case WRITEV -> VectorIo.call(t, true, (int) a, UserRanges.at(b, c), VectorIo.AT_POSITION, 0);
            case MREMAP -> Mremap.call(t, a, b, c, d, e);
            case MSYNC -> Msync.call(t, a, b, (int) c);
            case MINCORE -> MincoreVector.call(t, a, b, c);
            case MADVISE -> Madvise.call(t, a, b, (int) c);
            case DUP -> Dup.call(t, (int) a);
            case DUP2 -> Dup.dup2(t, (int) a, (int) b);
            case GETPID -> t.tgid();
            case CLONE -> Fork.clone(t, a, c);
            case FORK -> Fork.clone(t, 0);
            case VFORK -> Fork.clone(t, Sched.CLONE_VM | Sched.CLONE_VFORK);
            case WAIT4 -> Wait4.call(t, (int) a, b, (int) c, d);
            case FCNTL -> Fcntl.call(t, (int) a, (int) b, c);
            case FSYNC, FDATASYNC -> Fsync.call(t, (int) a);
            case TRUNCATE -> Truncate.call(t, Paths.at(t, a), b);
            case FTRUNCATE -> Truncate.call(t, (int) a, b);
            case CREAT -> Open.call(t, FileFlags.AT_FDCWD, Paths.at(t, a), CREATES, (int) b);
            case UNLINK -> Unlink.call(t, Paths.at(t, a));
            case GETRLIMIT -> Rlimits.get(t, (int) a, b);
            case MLOCK -> Mlock.call(t, a, b);
            case MUNLOCK -> Munlock.call(t, a, b);
            case MLOCKALL -> Mlockall.call(t, (int) a);
            case MUNLOCKALL -> Mlockall.callUnlock(t);
            case PRCTL -> Prctl.call(t, (int) a, b, c, d, e);
            case SETRLIMIT -> Rlimits.set(t, (int) a, b);
            case GETTID -> t.pid();
            case REMAP_FILE_PAGES -> RemapFilePages.call(t, a, b, c, d, e);
            case OPENAT -> Open.call(t, (int) a, Paths.at(t, b), (int) c, (int) d);
            case FALLOCATE -> Fallocate.call(t, (int) a, (int) b, c, d);
            case DUP3 -> Dup.dup3(t, (int) a, (int) b, (int) c);
            case PREADV -> VectorIo.at(t, false, (int) a, UserRanges.at(b, c), d);
            case PWRITEV -> VectorIo.at(t, true, (int) a, UserRanges.at(b, c), d);
            case PRLIMIT64 -> Rlimits.prlimit64(t, (int) a, (int) b, c, d);
            case PROCESS_VM_READV -> ProcessVm.call(t, (int) a, UserRanges.at(b, c), UserRanges.at(d, e), f, false);
            case PROCESS_VM_WRITEV -> ProcessVm.call(t, (int) a, UserRanges.at(b, c), UserRanges.at(d, e), f, true);
            case MEMFD_CREATE -> MemfdCreate.call(t, a, (int) b);
            case MLOCK2 -> Mlock.call2(t, a, b, (int) c);
            case PREADV2 -> VectorIo.call(t, false, (int) a, UserRanges.at(b, c), d, (int) f);
            case PWRITEV2 -> VectorIo.call(t, true, (int) a, UserRanges.at(b, c), d, (int) f);
            case PKEY_MPROTECT -> Pkey.mprotect(t, a, b, c, (int) d);
            case PKEY_ALLOC -> Pkey.alloc(t, a, b);
            case PKEY_FREE -> Pkey.free(t, (int) a);
            case PIDFD_OPEN -> Pidfd.open(t, (int) a, (int) b);
            case PROCESS_MADVISE -> Pidfd.madvise(t, (int) a, UserRanges.at(b, c), (int) d, (int) e);
            case CACHESTAT -> Cachestat.call(t, (int) a, b, c, (int) d);
            case MSEAL -> Mseal.call(t, a, b, c);
            case EXECVE, EXIT, EXIT_GROUP -> throw new IllegalArgumentException(s + " is made at the gate");
        };
    }
}
