package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.LentMemory;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.AttachedDevice;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.FileTracking;
import dev.pinfold.mm.Pages;
import dev.pinfold.mm.SpaceTracking;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.Walks;
import dev.pinfold.mm.dirty.Checkpoint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task of a running workload. */
final class RunningTask {
    final int index;
    final String name;
    final Task task;
    final Calls calls;
    final Pages pages;
    final Holdings holdings;
    /** What system calls are given that the workload has as strings, structures and lists. */
    final LentMemory lent = new LentMemory();
    /** Shared by the threads of one process. */
    final Process process;
    /** The task that goes first, as after {@code vfork}; null where nobody does. */
    volatile @Nullable RunningTask waitsFor;

    /** Knows the other tasks of the workload; null in a replayed log. */
    volatile @Nullable MachineTarget target;

    private volatile boolean ended;
    /** Whether the task has called execve since it was created, which also lets a vfork parent go on. */
    private volatile boolean executed;

    RunningTask(int index, String name, Task task, Process process, Holdings holdings) {
        this.index = index;
        this.name = name;
        this.task = task;
        this.calls = task.calls();
        this.pages = task.pages();
        this.holdings = holdings;
        this.process = process;
    }

    /** The threads that end together. */
    static final class Process {
        private volatile boolean ended;
        private @Nullable SpaceTracking tracking;
        private @Nullable Checkpoint last;
        private final Map<Integer, FileTracking> files = new HashMap<>();
        private @Nullable AttachedDevice device;

        /** The device that uses the process's addresses, driven by one of its tasks. */
        synchronized AttachedDevice device(Task task) {
            AttachedDevice d = device;
            if (d == null) {
                d = task.walks().attachDevice();
                device = d;
            }
            return d.by(task);
        }

        /** Takes a checkpoint of the process's private memory; gives how many pages it tells of. One task at a time. */
        long checkpoint(Task task) {
            SpaceTracking t = tracking;
            if (t == null) {
                t = task.walks().trackSpace();
                tracking = t;
            }
            Checkpoint c = t.by(task).checkpoint(last);
            last = c;
            long[] pages = new long[1];
            c.written().forEach(p -> pages[0]++);
            c.dropped().forEach(p -> pages[0]++);
            return pages[0];
        }
    }

    /**
     * Scans pages of a file, by a descriptor of this task's, for stores since the last time; the first time begins to track
     * them. By one task at a time.
     */
    long scanFile(RunningTask by, int fd, long first, long pages) {
        FileTracking known = process.files.get(fd);
        if (known == null) {
            known = by.task.walks().withDescriptorsOf(task).trackFile(fd, first, pages);
            process.files.put(fd, known);
        }
        FileTracking tracking = known.by(by.task);
        tracking.scan();
        return tracking.drain(first, first + pages, p -> {});
    }

    boolean ended() {
        return ended || process.ended;
    }

    /** The task's walks over page tables. */
    Walks walks() {
        return task.walks();
    }

    /** The page that a call's first argument is. */
    int page(Arguments a) throws WorkloadException, Meeting.Nobody {
        return requirePage(a, a.word(0));
    }

    /** Refuses what is no number of a page of this machine; no other may reach it. */
    int requirePage(Arguments a, long number) throws WorkloadException {
        if (!task.kernel().isPage(number)) {
            throw a.line().error(a.expr(0).at(), "the page " + number + ", which does not exist", "a page's number");
        }
        return (int) number;
    }

    /** Says whether a name stands for a descriptor. */
    boolean isDescriptor(String name) {
        MachineTarget t = target;
        return t != null && t.isDescriptor(name);
    }

    /** The task whose descriptor an argument is: the one that opened what its name stands for, else this one. */
    RunningTask holder(Arguments a, int index) {
        MachineTarget t = target;
        return t == null ? this : t.holder(this, a.expr(index));
    }

    /** Notes that this task has ended; says whether it had not before. */
    synchronized boolean end() {
        boolean first = !ended();
        ended = true;
        return first;
    }

    void endProcess() {
        ended = true;
        process.ended = true;
    }

    void executed() {
        executed = true;
    }

    /** Says whether a parent that let this task go first may go on. */
    boolean letsGo() {
        return executed || ended();
    }
}
