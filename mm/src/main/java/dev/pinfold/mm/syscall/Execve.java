package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.SpaceExit;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.table.Pkru;

/** {@code execve(2)} as far as memory is concerned: the task goes on in an empty address space. */
public final class Execve {
    private Execve() {}

    /**
     * Replaces the address space and closes the descriptors that are marked so. What a program's file would map is for
     * the caller to map.
     *
     * @return 0 or -ENOMEM
     */
    public static long call(TaskContext t) {
        Space old = t.space();
        Space fresh = Space.create(t.kernel(), old.layout(), t.cpuId());
        if (fresh == null) {
            return -Errno.ENOMEM;
        }
        fresh.setHugePagesOff(old.hugePagesOff());
        t.setSpace(fresh);
        t.setPkru(t.kernel().pkeys() ? Pkru.DEFAULT : 0);
        if (old.put()) {
            SpaceExit.run(t, old);
        }
        t.files().closeOnExec(t);
        return 0;
    }
}
