package dev.pinfold.host.random;

import dev.pinfold.host.diff.Call;
import dev.pinfold.host.diff.Look;
import dev.pinfold.host.diff.MapLine;
import dev.pinfold.host.diff.Op;
import dev.pinfold.host.diff.Outcome;
import java.util.ArrayList;
import java.util.List;

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
        long brk;

        Known(int index, int parent, int leader, List<Integer> fds) {
            this.index = index;
            this.parent = parent;
            this.leader = leader;
            this.fds = fds;
        }
    }

    final List<Known> tasks = new ArrayList<>();
    int files;
    int memfds;

    /** A world of one task. */
    public World() {
        tasks.add(new Known(0, -1, 0, new ArrayList<>()));
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
                thread ? parent.fds : new ArrayList<>(parent.fds));
        child.maps = parent.maps;
        child.brk = parent.brk;
        tasks.add(child);
        if (thread) {
            tasks.get(parent.leader).threads++;
        }
        return child;
    }

    void end(Known task) {
        for (Known t : tasks) {
            if (t.leader == task.leader) {
                t.alive = false;
            }
        }
    }

    /** Takes in what operations came to. */
    public void learn(List<Op> ops, List<Outcome> outcomes) {
        for (int i = 0; i < ops.size(); i++) {
            Op op = ops.get(i);
            Outcome outcome = outcomes.get(i);
            Known task = tasks.get(op.task());
            if (op.creates() >= 0 && !outcome.ok()) {
                tasks.get(op.creates()).alive = false;
            }
            if (outcome.kind() == Outcome.Kind.DIED || outcome.kind() == Outcome.Kind.NO_TASK) {
                task.alive = false;
            }
            if (!outcome.ok()) {
                continue;
            }
            switch (op.call()) {
                case FILE, OPEN, CREAT, DUP, DUP2, DUP3, MEMFD_CREATE -> addDescriptor(task, (int) outcome.value());
                case FCNTL -> {
                    if (op.num(1) == 0) {
                        addDescriptor(task, (int) outcome.value());
                    }
                }
                case CLOSE -> task.fds.remove((Integer) (int) op.num(0));
                case BRK -> task.brk = outcome.value();
                default -> {}
            }
            if (op.call() == Call.WAIT4 && outcome.value() > 0 && outcome.value() < tasks.size()) {
                tasks.get((int) outcome.value()).waited = true;
            }
        }
    }

    private static void addDescriptor(Known task, int fd) {
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
