package dev.pinfold.bench.parts;

import dev.pinfold.mm.Calls;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Mman;

/** A machine with one task and some memory, as the benchmarks begin. */
final class Warm implements AutoCloseable {
    static final int READ_WRITE = Mman.PROT_READ | Mman.PROT_WRITE;
    static final int PRIVATE_ANONYMOUS = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
    static final int FIXED_PRIVATE_ANONYMOUS = PRIVATE_ANONYMOUS | Mman.MAP_FIXED;

    final Machine machine;
    final Task task;
    final Calls calls;

    Warm(MachineConfig config) {
        machine = Machine.of(config);
        task = machine.newTask();
        calls = task.calls();
    }

    Warm() {
        this(MachineConfig.defaults().withMemory(2L << 30));
    }

    /** Private anonymous memory, each page stored to. */
    long touched(long bytes) {
        long a = anonymous(bytes);
        calls.touch(a, bytes, true);
        return a;
    }

    long anonymous(long bytes) {
        return ok(calls.mmap(0, bytes, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0));
    }

    /** A shared mapping of a file in memory, each page stored to. */
    long file(long bytes) {
        return ok(calls.mmap(0, bytes, READ_WRITE, Mman.MAP_SHARED, descriptor(bytes), 0));
    }

    int descriptor(long bytes) {
        int fd = (int) ok(calls.memfdCreate("parts", 0));
        ok(calls.ftruncate(fd, bytes));
        return fd;
    }

    static long ok(long result) {
        if (result < 0) {
            throw new IllegalStateException("errno " + -result);
        }
        return result;
    }

    @Override
    public void close() {
        machine.close();
    }
}
