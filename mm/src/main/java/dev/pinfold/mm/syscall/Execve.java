package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.SpaceExit;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.table.Pkru;

/** {@code execve(2)} as far as memory is concerned: the task goes on in an empty address space. */
public final class Execve {
    /** {@code MAX_ARG_STRLEN}. */
    private static final int LONGEST_STRING = 32 * (int) PAGE_SIZE;

    private Execve() {}

    /**
     * What is wrong with the path and the two lists of strings that the call is given: 0, -EFAULT, -ENOENT for an empty path,
     * -ENAMETOOLONG.
     */
    public static long check(TaskContext t, long path, long arguments, long environment) {
        String name = Paths.at(t, path);
        if (name == null) {
            return -Errno.EFAULT;
        }
        if (name.isEmpty()) {
            return -Errno.ENOENT;
        }
        if (name.length() == Paths.MOST) {
            return -Errno.ENAMETOOLONG;
        }
        return readable(t, arguments) && readable(t, environment) ? 0 : -Errno.EFAULT;
    }

    /** Whether a list of strings, which 0 ends, can be read; no list is an empty one. */
    private static boolean readable(TaskContext t, long list) {
        if (list == 0) {
            return true;
        }
        for (long at = list; ; at += Long.BYTES) {
            long[] word = UserMemory.words(t, at, 1);
            if (word == null || word[0] != 0 && UserMemory.string(t, word[0], LONGEST_STRING) == null) {
                return false;
            }
            if (word[0] == 0) {
                return true;
            }
        }
    }

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
