package dev.pinfold.mm.space;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process as its parent sees it: {@code signal_struct} and the family links of {@code task_struct}. Everything here is
 * guarded by the lock of the {@link TaskTable}.
 */
public final class Process {
    private final int pid;

    @Nullable
    Process parent;

    final List<Process> children = new ArrayList<>();
    /** The tasks of the process that have not ended. */
    final List<TaskContext> threads = new ArrayList<>();

    /** The first task of the process once it has ended, which has the process's number; null before. */
    @Nullable
    TaskContext endedLeader;

    /** What wait4 reports: exit code shifted by 8, or a signal's number. Valid once {@link #ended}. */
    int status;

    /** Every thread has ended, or has been told to. */
    boolean ended;

    Process(int pid, @Nullable Process parent) {
        this.pid = pid;
        this.parent = parent;
    }

    /** The process's number. */
    public int pid() {
        return pid;
    }
}
