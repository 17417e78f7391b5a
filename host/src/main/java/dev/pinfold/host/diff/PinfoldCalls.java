package dev.pinfold.host.diff;

import dev.pinfold.mm.Calls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Makes the calls of {@link Invocation}s on a task of Pinfold. */
final class PinfoldCalls {
    private static final byte[] NOTHING = {};
    /** SIGSEGV SEGV_PKUERR. */
    private static final long PKUERR = 11 << 8 | 4;

    private PinfoldCalls() {}

    static CallOutcome perform(PinfoldSide side, Calls c, Invocation op) {
        if (op.call().access() && op.call() != Call.FILE) {
            return access(c, op);
        }
        return switch (op.call()) {
            case FORK -> child(side, op, c.fork());
            case VFORK -> child(side, op, c.vfork());
            case CLONE -> child(side, op, c.clone(op.num(0)));
            case EXIT -> gone(side, c.exit((int) op.num(0)));
            case EXIT_GROUP -> gone(side, c.exitGroup((int) op.num(0)));
            case EXECVE -> CallOutcome.value(c.execve(op.text(0)));
            case GETPID -> CallOutcome.value(side.index(c.getpid()));
            case WAIT4 -> wait4(side, c, op);
            case MINCORE -> mincore(c, op);
            case READ, PREAD64 -> read(c, op);
            case GETRLIMIT, SETRLIMIT, PRLIMIT64 -> limit(side, c, op);
            default -> CallOutcome.value(call(side, c, op));
        };
    }

    private static CallOutcome access(Calls c, Invocation op) {
        long a = op.num(0);
        long value = switch (op.call()) {
            case LOAD -> c.load(a, size(op, 1));
            case STORE -> ignore(c.store(a, op.num(1), size(op, 2)));
            case CAS -> c.cas(a, op.num(1), op.num(2), size(op, 3));
            case FILL -> ignore(c.fill(a, op.num(1), (int) op.num(2)));
            case CHECK -> c.check(a, op.num(1), (int) op.num(2) & 0xff) + 1;
            case TOUCH -> ignore(c.touch(a, op.num(1), (op.num(2) & 2) != 0));
            case EXEC -> ignore(c.exec(a));
            case RDPKRU -> c.rdpkru();
            case WRPKRU -> ignore(c.wrpkru(a));
            default -> throw new AssertionError(op);
        };
        long fault = c.fault();
        return fault == 0
                ? CallOutcome.value(value)
                : CallOutcome.signal(
                        (int) (fault >>> 8),
                        (int) (fault & 0xff),
                        c.faultAddress(),
                        fault == PKUERR ? c.faultKey() : 0);
    }

    private static int size(Invocation op, int index) {
        return op.args().size() > index ? (int) op.num(index) : 1;
    }

    private static long ignore(long fault) {
        return fault & 0;
    }

    private static CallOutcome child(PinfoldSide side, Invocation op, long pid) {
        if (pid <= 0) {
            return CallOutcome.value(pid);
        }
        side.created(op.creates(), (int) pid);
        return CallOutcome.value(op.creates());
    }

    private static CallOutcome gone(PinfoldSide side, long result) {
        side.ended();
        return CallOutcome.value(result);
    }

    private static int pid(PinfoldSide side, Invocation op, int index) {
        return op.args().get(index) instanceof Arg.Task t ? side.pid(t.index()) : (int) op.num(index);
    }

    private static CallOutcome wait4(PinfoldSide side, Calls c, Invocation op) {
        int[] status = new int[1];
        boolean wanted = op.args().get(1) instanceof Arg.Room;
        long pid = c.wait4(pid(side, op, 0), wanted ? status : null, (int) op.num(2));
        if (pid <= 0) {
            return CallOutcome.value(pid);
        }
        byte[] out = wanted
                ? ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(status[0])
                        .array()
                : NOTHING;
        return CallOutcome.value(side.index(pid), out);
    }

    private static CallOutcome mincore(Calls c, Invocation op) {
        if (op.args().get(2) instanceof Arg.Room room) {
            byte[] vector = new byte[room.bytes()];
            long result = c.mincore(op.num(0), op.num(1), vector);
            for (int i = 0; i < vector.length; i++) {
                vector[i] &= 1;
            }
            return CallOutcome.value(result, result < 0 ? NOTHING : vector);
        }
        return CallOutcome.value(c.mincore(op.num(0), op.num(1), op.num(2)));
    }

    private static CallOutcome read(Calls c, Invocation op) {
        int fd = (int) op.num(0);
        boolean at = op.call() == Call.PREAD64;
        if (op.args().get(1) instanceof Arg.Room room) {
            byte[] data = new byte[(int) Math.min(room.bytes(), op.num(2))];
            long n = at ? c.pread64(fd, data, op.num(3)) : c.read(fd, data);
            return CallOutcome.value(n, n < 0 ? NOTHING : Arrays.copyOf(data, (int) n));
        }
        return CallOutcome.value(
                at ? c.pread64(fd, op.num(1), op.num(2), op.num(3)) : c.read(fd, op.num(1), op.num(2)));
    }

    private static CallOutcome limit(PinfoldSide side, Calls c, Invocation op) {
        int first = op.call() == Call.PRLIMIT64 ? 1 : 0;
        int which = (int) op.num(first);
        long[] wanted = {0, 0};
        boolean sets = false;
        boolean gets = false;
        for (Arg arg : op.args()) {
            if (arg instanceof Arg.Limit l) {
                wanted = new long[] {l.soft(), l.hard()};
                sets = true;
            }
            gets |= arg instanceof Arg.Room;
        }
        long[] found = new long[2];
        long result = switch (op.call()) {
            case GETRLIMIT -> c.getrlimit(which, found);
            case SETRLIMIT -> c.setrlimit(which, wanted);
            default -> c.prlimit64(pid(side, op, 0), which, sets ? wanted : null, gets ? found : null);
        };
        byte[] out = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(found[0])
                .putLong(found[1])
                .array();
        return CallOutcome.value(result, gets && result >= 0 ? out : NOTHING);
    }

    private static long advise(PinfoldSide side, Calls c, Invocation op) {
        boolean named = op.args().getFirst() instanceof Arg.Task;
        int pidfd = named ? (int) c.pidfdOpen(pid(side, op, 0), 0) : (int) op.num(0);
        if (named && pidfd < 0) {
            return pidfd;
        }
        long result = c.processMadvise(pidfd, ranges(op, 1), (int) op.num(3), (int) op.num(4));
        if (named) {
            c.close(pidfd);
        }
        return result;
    }

    /** An argument that may be left out, and is 0 then. */
    private static long num(Invocation op, int index) {
        return index < op.args().size() ? op.num(index) : 0;
    }

    private static long[] ranges(Invocation op, int index) {
        List<Long> words = op.args().get(index) instanceof Arg.Ranges r ? r.words() : List.of();
        return words.stream()
                .limit(Math.max(0, 2 * op.num(index + 1)))
                .mapToLong(Long::longValue)
                .toArray();
    }

    private static long call(PinfoldSide side, Calls c, Invocation op) {
        long a = op.num(0);
        long b = op.num(1);
        int fd = (int) a;
        return switch (op.call()) {
            case MMAP -> c.mmap(a, b, (int) op.num(2), (int) op.num(3), (int) op.num(4), op.num(5));
            case MUNMAP -> c.munmap(a, b);
            case MPROTECT -> c.mprotect(a, b, op.num(2));
            case PKEY_MPROTECT -> c.pkeyMprotect(a, b, op.num(2), (int) op.num(3));
            case PKEY_ALLOC -> c.pkeyAlloc(a, b);
            case PKEY_FREE -> c.pkeyFree(fd);
            case MREMAP -> c.mremap(a, b, op.num(2), op.num(3), op.num(4));
            case BRK -> c.brk(a);
            case MADVISE -> c.madvise(a, b, (int) op.num(2));
            case MSYNC -> c.msync(a, b, (int) op.num(2));
            case MLOCK -> c.mlock(a, b);
            case MLOCK2 -> c.mlock2(a, b, (int) op.num(2));
            case MUNLOCK -> c.munlock(a, b);
            case MLOCKALL -> c.mlockall((int) a);
            case MUNLOCKALL -> c.munlockall();
            case PROCESS_MADVISE -> advise(side, c, op);
            case PRCTL -> c.prctl(fd, b, num(op, 2), num(op, 3), num(op, 4));
            case MSEAL -> c.mseal(a, b, op.num(2));
            case REMAP_FILE_PAGES -> c.remapFilePages(a, b, (int) op.num(2), op.num(3), (int) op.num(4));
            case PROCESS_VM_READV -> c.processVmReadv(pid(side, op, 0), ranges(op, 1), ranges(op, 3), op.num(5));
            case PROCESS_VM_WRITEV -> c.processVmWritev(pid(side, op, 0), ranges(op, 1), ranges(op, 3), op.num(5));
            case OPEN -> c.open(op.text(0), (int) b, (int) op.num(2));
            case CREAT -> c.open(op.text(0), 01101, (int) b);
            case CLOSE -> c.close(fd);
            case DUP -> c.dup(fd);
            case DUP2 -> c.dup2(fd, (int) b);
            case DUP3 -> c.dup3(fd, (int) b, (int) op.num(2));
            case MEMFD_CREATE -> c.memfdCreate(op.text(0), (int) b);
            case TRUNCATE -> c.truncate(op.text(0), b);
            case FTRUNCATE -> c.ftruncate(fd, b);
            case FALLOCATE -> c.fallocate(fd, (int) b, op.num(2), op.num(3));
            case WRITE -> op.args().get(1) instanceof Arg.Text t ? c.write(fd, t.bytes()) : c.write(fd, b, op.num(2));
            case PWRITE64 ->
                op.args().get(1) instanceof Arg.Text t
                        ? c.pwrite64(fd, t.bytes(), op.num(3))
                        : c.pwrite64(fd, b, op.num(2), op.num(3));
            case READV -> c.readv(fd, ranges(op, 1));
            case WRITEV -> c.writev(fd, ranges(op, 1));
            case PREADV -> c.preadv(fd, ranges(op, 1), op.num(3));
            case PWRITEV -> c.pwritev(fd, ranges(op, 1), op.num(3));
            case PREADV2 -> c.preadv2(fd, ranges(op, 1), op.num(3), (int) op.num(4));
            case PWRITEV2 -> c.pwritev2(fd, ranges(op, 1), op.num(3), (int) op.num(4));
            case LSEEK -> c.lseek(fd, b, (int) op.num(2));
            case FSYNC -> c.fsync(fd);
            case FDATASYNC -> c.fdatasync(fd);
            case UNLINK -> c.unlink(op.text(0));
            case FCNTL -> c.fcntl(fd, (int) b, op.num(2));
            case FILE -> file(c, op);
            default -> throw new AssertionError(op);
        };
    }

    private static long file(Calls c, Invocation op) {
        long declared = c.declareFile(op.text(0), op.num(1), op.num(2) == 1 ? "tmpfs" : "disk");
        return declared < 0 ? declared : c.open(op.text(0), 2, 0);
    }
}
