package dev.pinfold.mm.space;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Wait;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Waits;
import dev.pinfold.mm.sync.Witness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tasks and processes of a machine, and who waits for whom: the pid table and {@code tasklist_lock}. */
public final class TaskTable {
    private static final Site ADD = Site.lock("tasks: table lock over adding a task");
    private static final Site FIND = Site.lock("tasks: table lock over finding a task");
    private static final Site END = Site.lock("tasks: table lock over the end of a task");
    private static final Site REAP = Site.lock("tasks: table lock over looking for an ended child");
    private static final Site CHILD = Site.await("tasks: wait for a child to end");

    private final SpinLock lock = new SpinLock(LockClass.TASKS);
    private final Witness witness = new Witness();
    /** Both by number, under the lock. A process stays until its parent has waited for it. */
    private final Map<Integer, TaskContext> tasks = new HashMap<>();

    private final Map<Integer, Process> processes = new HashMap<>();
    /** Processes that have ended so far: what waiting parents watch. */
    private final LongCell ends = new LongCell(0);

    private final long endsObject = Waits.newObject();

    /** A new task: of a new process, child of {@code parent}'s, or where {@code thread} is set one more of the parent's. */
    public void add(TaskContext task, @Nullable TaskContext parent, boolean thread) {
        lock.lock(ADD);
        witness.change();
        try {
            Process of = parent == null ? null : processes.get(parent.tgid());
            Process process = of;
            if (process == null || !thread) {
                process = new Process(task.tgid(), of);
                processes.put(task.tgid(), process);
                if (of != null) {
                    of.children.add(process);
                }
            }
            process.threads.add(task);
            tasks.put(task.pid(), task);
        } finally {
            lock.unlock();
        }
    }

    /** The task with a number; null if it has ended or never was. */
    public @Nullable TaskContext find(int pid) {
        lock.lock(FIND);
        witness.read();
        try {
            return tasks.get(pid);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #find}, and also the first task of a process that has ended and that its parent has not waited for. */
    public @Nullable TaskContext findUnreaped(int pid) {
        lock.lock(FIND);
        witness.read();
        try {
            TaskContext task = tasks.get(pid);
            Process process = processes.get(pid);
            return task != null || process == null ? task : process.endedLeader;
        } finally {
            lock.unlock();
        }
    }

    /** A task of the process that is the parent of the task's process; null if there is none any more. */
    public @Nullable TaskContext parent(TaskContext t) {
        lock.lock(FIND);
        witness.read();
        try {
            Process process = processes.get(t.tgid());
            Process of = process == null ? null : process.parent;
            return of == null || of.threads.isEmpty() ? null : of.threads.getFirst();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The address space of a task, used once more by the caller, who has to {@link Space#put} it; null if there is no
     * such task or its space is gone ({@code get_task_mm}).
     */
    public @Nullable Space grabSpace(int pid) {
        lock.lock(FIND);
        witness.read();
        try {
            TaskContext task = tasks.get(pid);
            return task == null || !task.space().tryGet() ? null : task.space();
        } finally {
            lock.unlock();
        }
    }

    /** Every task that has not ended. */
    public List<TaskContext> all() {
        lock.lock(FIND);
        witness.read();
        try {
            return new ArrayList<>(tasks.values());
        } finally {
            lock.unlock();
        }
    }

    /** The other tasks of a task's process. */
    public List<TaskContext> siblings(TaskContext t) {
        lock.lock(FIND);
        witness.read();
        try {
            Process process = processes.get(t.tgid());
            List<TaskContext> others = process == null ? new ArrayList<>() : new ArrayList<>(process.threads);
            others.remove(t);
            return others;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the task's process has ended, so that the task has to end as well. */
    public boolean ended(TaskContext t) {
        lock.lock(FIND);
        witness.read();
        try {
            Process process = processes.get(t.tgid());
            return process == null || process.ended || !process.threads.contains(t);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A task ends, having given up its space and its files.
     *
     * @param status what wait4 reports if this was the last thread, or if {@code group}
     * @param group the whole process ends: its other threads have to follow
     */
    public void end(TaskContext t, int status, boolean group) {
        lock.lock(END);
        witness.change();
        try {
            tasks.remove(t.pid());
            Process process = processes.get(t.tgid());
            if (process == null || !process.threads.remove(t)) {
                return;
            }
            if (t.pid() == process.pid()) {
                process.endedLeader = t;
            }
            if (!process.ended && (group || process.threads.isEmpty())) {
                endProcess(process, status);
            }
        } finally {
            lock.unlock();
        }
        ends.getAndAdd(1);
        Waits.wake(endsObject);
    }

    private void endProcess(Process process, int status) {
        process.ended = true;
        process.status = status;
        for (Process child : process.children) {
            // Nobody will wait for them any more: init would, at once.
            child.parent = null;
            if (child.ended) {
                processes.remove(child.pid());
            }
        }
        process.children.clear();
        if (process.parent == null) {
            processes.remove(process.pid());
        }
    }

    /**
     * {@code wait4}: waits for a child to end and forgets it.
     *
     * @param pid a child's number; -1 and 0 mean any
     * @param status receives the status in element 0
     * @return the child's number, 0 with WNOHANG if none has ended, -ECHILD if there is none
     */
    public long wait(TaskContext t, int pid, int @Nullable [] status, int options) {
        while (true) {
            long seen = ends.getVolatile();
            long result = reap(t, pid, status);
            if (result != 0 || (options & Wait.WNOHANG) != 0) {
                return result;
            }
            t.block();
            Waits.await(CHILD, endsObject, () -> ends.getVolatile() != seen);
            t.unblock();
        }
    }

    private long reap(TaskContext t, int pid, int @Nullable [] status) {
        lock.lock(REAP);
        witness.change();
        try {
            Process self = processes.get(t.tgid());
            if (self == null) {
                return -Errno.ECHILD;
            }
            boolean any = false;
            for (Process child : self.children) {
                if (pid > 0 && child.pid() != pid) {
                    continue;
                }
                any = true;
                if (child.ended) {
                    if (status != null) {
                        status[0] = child.status;
                    }
                    self.children.remove(child);
                    processes.remove(child.pid());
                    return child.pid();
                }
            }
            return any ? 0 : -Errno.ECHILD;
        } finally {
            lock.unlock();
        }
    }
}
