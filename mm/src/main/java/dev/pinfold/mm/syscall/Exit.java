package dev.pinfold.mm.syscall;

import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.SpaceExit;
import dev.pinfold.mm.space.TaskContext;

/** {@code exit(2)}, {@code exit_group(2)} and the end by a signal: {@code do_exit}. */
public final class Exit {
    private Exit() {}

    /**
     * Ends the task: it gives up its address space and its files, and makes no further call.
     *
     * @param status as wait4 reports it, see {@link #exited} and {@link #killed}
     * @param group the process ends; its other threads still have to be ended each
     */
    public static void call(TaskContext t, int status, boolean group) {
        Space space = t.space();
        t.switchTables(null);
        if (space.put()) {
            SpaceExit.run(t, space);
        }
        t.files().release(t);
        t.kernel().tasks().end(t, status, group);
    }

    /** The status of a task that called exit. */
    public static int exited(int code) {
        return (code & 0xff) << 8;
    }

    /** The status of a task that a signal killed. */
    public static int killed(int signal) {
        return signal & 0x7f;
    }
}
