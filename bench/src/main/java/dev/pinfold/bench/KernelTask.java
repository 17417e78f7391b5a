package dev.pinfold.bench;

import dev.pinfold.host.agent.Agent;
import dev.pinfold.host.agent.Batch;
import dev.pinfold.host.agent.Opcode;
import dev.pinfold.mm.abi.Errno;

/** A process of the running kernel, driven through the agent; what is timed runs there in a native loop. */
public final class KernelTask {
    static final int MMAP = 9;
    static final int MPROTECT = 10;
    static final int MUNMAP = 11;
    static final int MREMAP = 25;
    static final int MINCORE = 27;
    static final int MADVISE = 28;
    static final int WAIT4 = 61;
    static final int FTRUNCATE = 77;
    static final int MEMFD_CREATE = 319;

    private final Agent agent;

    KernelTask(Agent agent) {
        this.agent = agent;
    }

    /** The agent, for what the short ways here do not cover. */
    Agent agent() {
        return agent;
    }

    /** A system call of the first task; an error ends the comparison. */
    long call(long number, long... args) {
        Batch b = agent.batch();
        b.clear();
        b.syscall(0, number, args);
        agent.run();
        return value(b, 0);
    }

    /** Another operation of a task. */
    long operate(int slot, Opcode opcode, long... args) {
        Batch b = agent.batch();
        b.clear();
        b.add(slot, opcode, args);
        agent.run();
        return value(b, 0);
    }

    /** Nanoseconds for {@code count} times an operation of the first task. */
    double time(long count, Opcode opcode, long... args) {
        Batch b = agent.batch();
        b.clear();
        b.add(0, Opcode.LOOP, count, 1);
        b.add(0, opcode, args);
        agent.run();
        value(b, 1);
        return value(b, 0);
    }

    /** Nanoseconds for {@code count} times a system call of the first task. */
    double timeCall(long count, long number, long... args) {
        long[] all = new long[args.length + 1];
        all[0] = number;
        System.arraycopy(args, 0, all, 1, args.length);
        return time(count, Opcode.SYSCALL, all);
    }

    static long value(Batch b, int operation) {
        long v = b.kind(operation) == Batch.Kind.VALUE ? b.value(operation) : -1;
        if (b.kind(operation) != Batch.Kind.VALUE || Errno.isError(v)) {
            throw new IllegalStateException("the kernel's side failed: operation " + operation + " gave "
                    + b.kind(operation) + " " + b.value(operation));
        }
        return v;
    }
}
