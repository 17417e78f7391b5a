package dev.pinfold.host.diff;

import dev.pinfold.host.agent.Batch;
import dev.pinfold.host.agent.Opcode;
import dev.pinfold.lab.exec.Arg;
import dev.pinfold.lab.exec.CallMemory;
import dev.pinfold.lab.exec.Registers;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Group;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.abi.Sched;
import dev.pinfold.mm.abi.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes operations as the agent executes them: pointers to what they bring along, pids for tasks. */
final class KernelCoder {
    private static final int O_RDWR_CREAT_TRUNC = FileFlags.O_RDWR | FileFlags.O_CREAT | FileFlags.O_TRUNC;

    private final Batch batch;
    private final CallMemory memory;
    private final WorkFolders folders;
    private final int[] pids;
    private final long ownBytes;
    private final int[] createdBy;

    KernelCoder(Batch batch, WorkFolders folders, int[] pids, long ownBytes) {
        this.batch = batch;
        this.memory = new BatchMemory(batch);
        this.folders = folders;
        this.pids = pids;
        this.ownBytes = ownBytes;
        createdBy = new int[pids.length];
        Arrays.fill(createdBy, -1);
    }

    /** Adds one operation, of which the last entry gives the result; returns the registers of a system call, else null. */
    @Nullable
    Registers add(Invocation op) {
        if (Excluded.excludes(op)) {
            throw new IllegalArgumentException("this would reach the agent's own memory: " + op);
        }
        int t = op.task();
        switch (op.call()) {
            case MachineStep.LOAD -> batch.add(t, Opcode.LOAD, op.num(0), size(op, 1));
            case MachineStep.STORE -> batch.add(t, Opcode.STORE, op.num(0), op.num(1), size(op, 2));
            case MachineStep.CAS -> batch.add(t, Opcode.CAS, op.num(0), op.num(1), op.num(2), size(op, 3));
            case MachineStep.FILL -> batch.add(t, Opcode.FILL, op.num(0), op.num(1), op.num(2));
            case MachineStep.CHECK -> batch.add(t, Opcode.CHECK, op.num(0), op.num(1), op.num(2) & 0xff);
            case MachineStep.TOUCH -> batch.add(t, Opcode.TOUCH, op.num(0), op.num(1), op.num(2) >>> 1 & 1);
            case MachineStep.EXEC -> batch.add(t, Opcode.EXEC, op.num(0));
            case MachineStep.RDPKRU -> batch.add(t, Opcode.RDPKRU);
            case MachineStep.WRPKRU -> batch.add(t, Opcode.WRPKRU, op.num(0));
            case Syscall.EXIT, Syscall.EXIT_GROUP ->
                batch.add(t, Opcode.EXIT, ((Syscall) op.call()).number(), op.num(0));
            case Syscall.EXECVE -> batch.add(t, Opcode.EXECVE);
            case Syscall.FORK, Syscall.VFORK, Syscall.CLONE -> addClone(op);
            case MachineStep.FILE -> addFile(op);
            default -> {
                return addSyscall(op, (Syscall) op.call());
            }
        }
        return null;
    }

    private static long size(Invocation op, int index) {
        return op.args().size() > index ? op.num(index) : 1;
    }

    private void addClone(Invocation op) {
        long flags = op.call() == Syscall.VFORK ? Sched.CLONE_VM | Sched.CLONE_VFORK : op.num(0);
        createdBy[op.creates()] = batch.add(op.task(), Opcode.CLONE, flags, op.creates());
    }

    private void addFile(Invocation op) {
        String path = folders.declare(op.text(0), op.num(2) == 1).toString();
        int open = batch.syscall(
                op.task(), Syscall.OPEN.number(), memory.put(bytes(path + '\0')), O_RDWR_CREAT_TRUNC, 0600);
        int size = batch.syscall(op.task(), Syscall.FTRUNCATE.number(), 0, op.num(1));
        batch.reference(size, 1, open);
    }

    private Registers addSyscall(Invocation op, Syscall call) {
        List<Arg> args = new ArrayList<>();
        int pidArg = -1;
        int pidTask = -1;
        for (int i = 0; i < op.args().size(); i++) {
            Arg arg = op.args().get(i);
            if (arg instanceof Arg.Task task && createdBy[task.index()] >= 0) {
                pidArg = i;
                pidTask = task.index();
                args.add(new Arg.Num(0));
            } else {
                args.add(own(op, i, arg));
            }
        }
        Registers r = new Registers(call, args, memory);
        if (op.throughDescriptor()) {
            int open = batch.syscall(op.task(), Syscall.PIDFD_OPEN.number(), r.get(0), 0);
            if (pidArg >= 0) {
                batch.reference(open, 1, createdBy[pidTask]);
            }
            r.set(0, 0);
            batch.reference(batch.syscall(op.task(), call.number(), r.all()), 1, open);
            batch.reference(batch.syscall(op.task(), Syscall.CLOSE.number(), 0), 1, open);
            return r;
        }
        int at = batch.syscall(op.task(), call.number(), r.all());
        if (pidArg >= 0) {
            batch.reference(at, pidArg + 1, createdBy[pidTask]);
        }
        return r;
    }

    /** An argument as the agent's task has it: where a file lies, which number a task has, what the agent itself takes up. */
    private Arg own(Invocation op, int i, Arg arg) {
        return switch (arg) {
            case Arg.Text t
            when op.kind(i) == ParamKind.PATH ->
                new Arg.Text(bytes(folders.path(op.text(i)).toString()));
            case Arg.Task t -> new Arg.Num(pids[t.index()]);
            case Arg.Members m
            when limitsSpace(op) ->
                new Arg.Members(m.words().stream()
                        .map(l -> l == Rlimit.RLIM_INFINITY ? l : l + ownBytes)
                        .toList());
            default -> arg;
        };
    }

    /** Whether a limit is that of the address space, in which the agent's own memory lies as well. */
    static boolean limitsSpace(Invocation op) {
        for (int i = 0; i < op.call().params().size(); i++) {
            if (op.call().params().get(i).group() == Group.RLIMIT) {
                return (int) op.num(i) == Rlimit.RLIMIT_AS;
            }
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
