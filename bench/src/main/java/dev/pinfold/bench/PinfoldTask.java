package dev.pinfold.bench;

import dev.pinfold.mm.Calls;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.Task;

/** A task of a Pinfold machine, with the calls by their raw arguments; every error ends the comparison. */
public final class PinfoldTask implements AutoCloseable {
    private final Machine machine;
    private final Task task;
    private final Calls calls;

    PinfoldTask(MachineConfig config) {
        machine = Machine.of(config);
        task = machine.newTask();
        calls = task.calls();
    }

    Machine machine() {
        return machine;
    }

    Task task() {
        return task;
    }

    Calls calls() {
        return calls;
    }

    /** Gives a result on, unless it is an error or a fault. */
    static long ok(long result) {
        if (result < 0) {
            throw new IllegalStateException("Pinfold's side failed: " + result);
        }
        return result;
    }

    /** Private anonymous memory, readable and writable, not touched. */
    long map(long bytes) {
        return ok(calls.mmap(0, bytes, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0));
    }

    /** One access to each page. */
    void touch(long address, long bytes, boolean write) {
        if (calls.touch(address, bytes, write) != 0) {
            throw new IllegalStateException("Pinfold's side failed: fault " + Long.toHexString(calls.fault()));
        }
    }

    @Override
    public void close() {
        machine.close();
    }
}
