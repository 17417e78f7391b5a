package dev.pinfold.host.random;

import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.host.diff.CallOutcome;
import dev.pinfold.host.diff.Invocation;
import dev.pinfold.host.diff.Look;
import dev.pinfold.host.diff.MachineStep;
import dev.pinfold.host.diff.MapLine;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the generator knows of the state its sequence has reached: the tasks, their mappings as last looked at, the
 * descriptors that calls gave. It need not be right; it makes draws collide.
 */
public final class World {
    /** A task as far as the generator knows. */
    static final class Known {
        final int index;
        final int parent;
        /** The task whose address space it shares: itself, or the one that made it as a thread. */
        final int leader;

        boolean alive = true;
        boolean waited;
        int threads;
        List<MapLine> maps = List.of();
        final List<Integer> fds;
        /** Those of {@link #fds} whose files lie on a disk. */
        final Set<Integer> disk;

        long brk;

        Known(int index, int parent, int leader, List<Integer> fds, Set<Integer> disk) {
            this.index = index;
            this.parent = parent;
            this.leader = leader;
            this.fds = fds;
            this.disk = disk;
        }
    }

    final List<Known> tasks = new ArrayList<>();
    final List<String> files = new ArrayList<>();
    int memfds;
    /** Some task may not make files as large as it wants, so none is declared any more: that is no call with an error. */
    boolean sizesLimited;

    /** A world of some tasks, each with an address space of its own. */
    public World(int count) {
        for (int i = 0; i < count; i++) {
            tasks.add(new Known(i, -1, i, new ArrayList<>(), new HashSet<>()));
        }
    }

    /** Returns the task whose address space a task shares, itself where it has its own. */
    public int leader(int task) {
        return task < tasks.size() ? tasks.get(task).leader : task;
    }

    /** Takes in operations that nobody drew, before they run: the tasks that they make and end. */
    public void expect(List<Invocation> ops) {
        for (Invocation op : ops) {
            Known task = tasks.get(op.task());
            if (op.creates() >= 0) {
                while (tasks.size() < op.creates()) {
                    Known gap = new Known(tasks.size(), -1, tasks.size(), new ArrayList<>(), new HashSet<>());
                    gap.alive = false;
                    tasks.add(gap);
                }
                create(task, op.call() == Syscall.VFORK || op.call() == Syscall.CLONE && (op.num(0) & 0x100) != 0);
            }
            if (op.call() == Syscall.EXIT && task.leader != task.index) {
                task.alive = false;
            } else if (op.endsTask()) {
                end(task);
            }
        }
    }

    /** Returns the tasks that have an address space of their own and are alive, as far as the generator knows. */
    public List<Integer> spaces() {
        return tasks.stream()
                .filter(t -> t.alive && t.leader == t.index)
                .map(t -> t.index)
                .toList();
    }

    /** Returns the descriptors that a task has been given. */
    public List<Integer> descriptors(int task) {
        return List.copyOf(tasks.get(task).fds);
    }

    List<Known> living() {
        return tasks.stream().filter(t -> t.alive).toList();
    }

    Known create(Known parent, boolean thread) {
        Known child = new Known(
                tasks.size(),
                parent.index,
                thread ? parent.leader : tasks.size(),
                thread ? parent.fds : new ArrayList<>(parent.fds),
                thread ? parent.disk : new HashSet<>(parent.disk));
        child.maps = parent.maps;
        child.brk = parent.brk;
        tasks.add(child);
        if (thread) {
            tasks.get(parent.leader).threads++;
        }
        return child;
    }

    /** Takes a drawn operation for done, until its outcome is known: what comes next may be about what it made. */
    void believe(Invocation op) {
        Known task = tasks.get(op.task());
        if (op.call() == Syscall.MMAP
                && (op.num(3) & 0x10) != 0
                && offsetInPage(op.num(0)) == 0
                && plausible(op.num(0), op.num(1))) {
            List<MapLine> maps = new ArrayList<>(task.maps);
            maps.add(new MapLine(op.num(0), op.num(0) + pageUp(op.num(1)), "rw-p", 0, ""));
            task.maps = maps;
        }
        sizesLimited |= op.call() == Syscall.SETRLIMIT && op.num(0) == Rlimit.RLIMIT_FSIZE;
        if (op.call() == MachineStep.FILE || op.call() == Syscall.MEMFD_CREATE) {
            int fd = 3;
            while (task.fds.contains(fd)) {
                fd++;
            }
            task.fds.add(fd);
            if (onDisk(task, op)) {
                task.disk.add(fd);
            }
        }
    }

    /** Whether an operation that gives a descriptor gives one of a file on a disk, whose names begin with a d. */
    private static boolean onDisk(Known task, Invocation op) {
        for (int i = 0; i < op.args().size(); i++) {
            if (op.kind(i) == ParamKind.PATH && op.text(i).startsWith("d")
                    || op.kind(i) == ParamKind.FD && task.disk.contains((int) op.num(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean plausible(long start, long length) {
        return start > 0 && length > 0 && length <= 1 << 22;
    }

    void end(Known task) {
        for (Known t : tasks) {
            if (t.leader == task.leader) {
                t.alive = false;
            }
        }
    }

    /** Takes in what operations came to. */
    public void learn(List<Invocation> ops, List<CallOutcome> outcomes) {
        for (int i = 0; i < ops.size(); i++) {
            Invocation op = ops.get(i);
            CallOutcome outcome = outcomes.get(i);
            Known task = tasks.get(op.task());
            if (op.creates() >= 0 && !outcome.ok()) {
                tasks.get(op.creates()).alive = false;
            }
            if (outcome.kind() == CallOutcome.Kind.DIED || outcome.kind() == CallOutcome.Kind.NO_TASK) {
                task.alive = false;
            }
            if (!outcome.ok()) {
                continue;
            }
            switch (op.call()) {
                case MachineStep.FILE,
                        Syscall.OPEN,
                        Syscall.OPENAT,
                        Syscall.CREAT,
                        Syscall.DUP,
                        Syscall.DUP2,
                        Syscall.DUP3,
                        Syscall.MEMFD_CREATE -> addDescriptor(task, op, (int) outcome.value());
                case Syscall.FCNTL -> {
                    if (op.num(1) == 0) {
                        addDescriptor(task, op, (int) outcome.value());
                    }
                }
                case Syscall.CLOSE -> {
                    task.fds.remove(Integer.valueOf((int) op.num(0)));
                    task.disk.remove((int) op.num(0));
                }
                case Syscall.BRK -> task.brk = outcome.value();
                default -> {}
            }
            if (op.call() == Syscall.WAIT4 && outcome.value() > 0 && outcome.value() < tasks.size()) {
                tasks.get((int) outcome.value()).waited = true;
            }
        }
    }

    private static void addDescriptor(Known task, Invocation op, int fd) {
        if (onDisk(task, op)) {
            task.disk.add(fd);
        } else {
            task.disk.remove(fd);
        }
        if (!task.fds.contains(fd)) {
            task.fds.add(fd);
        }
    }

    /** Takes in the mappings of a task. */
    public void learn(int task, Look look) {
        for (Known t : tasks) {
            if (t.leader == task) {
                t.maps = look.maps();
            }
        }
    }
}
