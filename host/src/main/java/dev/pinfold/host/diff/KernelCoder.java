package dev.pinfold.host.diff;

import dev.pinfold.host.agent.Batch;
import dev.pinfold.host.agent.Opcode;
import dev.pinfold.mm.abi.FileFlags;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes operations as the agent executes them: pointers to what they bring along, pids for tasks. */
final class KernelCoder {
    private static final int O_RDWR_CREAT_TRUNC = FileFlags.O_RDWR | FileFlags.O_CREAT | FileFlags.O_TRUNC;

    private static final int PIDFD_OPEN = 434;

    private final Batch batch;
    private final WorkFolders folders;
    private final int[] pids;
    private final long ownBytes;
    private final int[] createdBy;

    KernelCoder(Batch batch, WorkFolders folders, int[] pids, long ownBytes) {
        this.batch = batch;
        this.folders = folders;
        this.pids = pids;
        this.ownBytes = ownBytes;
        createdBy = new int[pids.length];
        Arrays.fill(createdBy, -1);
    }

    /** Whether an operation comes to three: a descriptor of a task is opened, used and closed. */
    static boolean throughDescriptor(Invocation op) {
        return op.call() == Call.PROCESS_MADVISE && op.args().getFirst() instanceof Arg.Task;
    }

    /** Adds one operation; returns where in the data area the call will write, or -1. The last entry gives its result. */
    long add(Invocation op) {
        if (Excluded.excludes(op)) {
            throw new IllegalArgumentException("this would reach the agent's own memory: " + op);
        }
        int t = op.task();
        switch (op.call()) {
            case LOAD -> batch.add(t, Opcode.LOAD, op.num(0), size(op, 1));
            case STORE -> batch.add(t, Opcode.STORE, op.num(0), op.num(1), size(op, 2));
            case CAS -> batch.add(t, Opcode.CAS, op.num(0), op.num(1), op.num(2), size(op, 3));
            case FILL -> batch.add(t, Opcode.FILL, op.num(0), op.num(1), op.num(2));
            case CHECK -> batch.add(t, Opcode.CHECK, op.num(0), op.num(1), op.num(2) & 0xff);
            case TOUCH -> batch.add(t, Opcode.TOUCH, op.num(0), op.num(1), op.num(2) >>> 1 & 1);
            case EXEC -> batch.add(t, Opcode.EXEC, op.num(0));
            case RDPKRU -> batch.add(t, Opcode.RDPKRU);
            case WRPKRU -> batch.add(t, Opcode.WRPKRU, op.num(0));
            case EXIT, EXIT_GROUP -> batch.add(t, Opcode.EXIT, op.call().number(), op.num(0));
            case EXECVE -> batch.add(t, Opcode.EXECVE);
            case FORK, VFORK, CLONE -> addClone(op);
            case FILE -> addFile(op);
            default -> {
                return addSyscall(op);
            }
        }
        return -1;
    }

    private static long size(Invocation op, int index) {
        return op.args().size() > index ? op.num(index) : 1;
    }

    private void addClone(Invocation op) {
        long flags = switch (op.call()) {
            case VFORK -> 0x4100;
            case CLONE -> op.num(0);
            default -> 0;
        };
        createdBy[op.creates()] = batch.add(op.task(), Opcode.CLONE, flags, op.creates());
    }

    private void addFile(Invocation op) {
        long path = pointer(path(folders.declare(op.text(0), op.num(2) == 1).toString()));
        int open = batch.syscall(op.task(), Call.OPEN.number(), path, O_RDWR_CREAT_TRUNC, 0600);
        int size = batch.syscall(op.task(), Call.FTRUNCATE.number(), 0, op.num(1));
        batch.reference(size, 1, open);
    }

    private long addSyscall(Invocation op) {
        long[] args = new long[6];
        long written = -1;
        int pidArg = -1;
        int pidTask = -1;
        for (int i = 0; i < op.args().size(); i++) {
            Param param = i < op.call().params().size() ? op.call().params().get(i) : Param.INT;
            switch (op.args().get(i)) {
                case Arg.Num n -> args[i] = n.value();
                case Arg.Text t ->
                    args[i] = pointer(
                            param == Param.PATH
                                    ? path(folders.path(op.text(i)).toString())
                                    : param == Param.NAME ? path(op.text(i)) : t.bytes());
                case Arg.Room r -> {
                    written = batch.reserve(Math.max(r.bytes(), 1));
                    args[i] = Batch.address(written);
                }
                case Arg.Limit l -> args[i] = limit(op, l);
                case Arg.Ranges r -> args[i] = ranges(r);
                case Arg.Task task -> {
                    args[i] = pids[task.index()];
                    if (createdBy[task.index()] >= 0) {
                        args[i] = 0;
                        pidArg = i;
                        pidTask = task.index();
                    }
                }
            }
        }
        if (op.call() == Call.PREADV2 || op.call() == Call.PWRITEV2) {
            // The offset has a second half, which 64 bits leave empty.
            args[5] = args[4];
            args[4] = 0;
        }
        if (throughDescriptor(op)) {
            // A task's name stands for a descriptor of it, which lives as long as the call.
            int open = batch.syscall(op.task(), PIDFD_OPEN, args[0], 0);
            if (pidArg >= 0) {
                batch.reference(open, 1, createdBy[pidTask]);
            }
            args[0] = 0;
            batch.reference(batch.syscall(op.task(), op.call().number(), args), 1, open);
            batch.reference(batch.syscall(op.task(), Call.CLOSE.number(), 0), 1, open);
            return -1;
        }
        int at = batch.syscall(op.task(), op.call().number(), args);
        if (pidArg >= 0) {
            batch.reference(at, pidArg + 1, createdBy[pidTask]);
        }
        return written;
    }

    /** The agent's own memory counts against RLIMIT_AS (9); the workload's limit leaves room for it. */
    private long limit(Invocation op, Arg.Limit l) {
        boolean space = op.num(op.call() == Call.SETRLIMIT ? 0 : 1) == 9;
        long at = batch.reserve(16);
        batch.putLong(at, space && l.soft() != -1 ? l.soft() + ownBytes : l.soft());
        batch.putLong(at + 8, space && l.hard() != -1 ? l.hard() + ownBytes : l.hard());
        return Batch.address(at);
    }

    private long ranges(Arg.Ranges r) {
        long at = batch.reserve(Math.max(8L * r.words().size(), 8));
        for (int i = 0; i < r.words().size(); i++) {
            batch.putLong(at + 8L * i, r.words().get(i));
        }
        return Batch.address(at);
    }

    private long pointer(byte[] bytes) {
        return Batch.address(batch.put(bytes));
    }

    private static byte[] path(String text) {
        return (text + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }
}
