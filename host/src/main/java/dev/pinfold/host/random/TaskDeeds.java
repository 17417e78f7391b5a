package dev.pinfold.host.random;

import static dev.pinfold.host.random.Generator.num;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.host.diff.Invocation;
import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Sched;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.List;

/** Draws of calls that make tasks, end them, or reach into each other. */
final class TaskDeeds {
    /** VM, FS, FILES, SIGHAND, THREAD. */
    private static final long THREAD =
            Sched.CLONE_VM | Sched.CLONE_FS | Sched.CLONE_FILES | Sched.CLONE_SIGHAND | Sched.CLONE_THREAD;

    private final Draws draws;
    private final World world;

    TaskDeeds(Draws draws, World world) {
        this.draws = draws;
        this.world = world;
    }

    Invocation fork(World.Known task) {
        boolean thread = draws.chance(12);
        World.Known child = world.create(task, thread);
        return (thread ? Invocation.of(task.index, Syscall.CLONE, THREAD) : Invocation.of(task.index, Syscall.FORK))
                .creating(child.index);
    }

    /** The first task never ends, so there is always one to go on with. */
    void exit(World.Known task, List<Invocation> ops) {
        if (task.leader == 0 && task.index == 0 || task.leader == 0 && task.threads == 0) {
            return;
        }
        int status = draws.random.nextInt(256);
        if (task.leader != task.index) {
            task.alive = false;
            ops.add(Invocation.of(task.index, Syscall.EXIT, status));
        } else if (task.leader != 0) {
            world.end(task);
            ops.add(Invocation.of(
                    task.index,
                    task.threads > 0 ? Syscall.EXIT_GROUP : draws.chance(50) ? Syscall.EXIT : Syscall.EXIT_GROUP,
                    status));
        }
    }

    /** Waits for a child that has ended, or asks without waiting. */
    void wait(World.Known task, List<Invocation> ops) {
        List<World.Known> others = world.tasks.stream()
                .filter(t -> t.parent >= 0 && t.index != task.index && t.leader == t.index)
                .toList();
        if (others.isEmpty()) {
            return;
        }
        World.Known other = draws.pick(others);
        // A thread's children are its process's.
        boolean sure = !other.alive || world.tasks.get(other.parent).leader != task.leader;
        ops.add(Invocation.with(
                task.index,
                Syscall.WAIT4,
                new Arg.Task(other.index),
                new Arg.Room(4),
                num(sure && draws.chance(70) ? 0 : 1),
                num(0)));
    }

    /** Advice on some ranges of the own process, which a thread's name does not name. */
    private Invocation advise(World.Known task, World.Known other) {
        List<Long> words = new ArrayList<>();
        for (int i = draws.random.nextInt(4); i > 0; i--) {
            long at = draws.address(other);
            words.add(at);
            words.add(draws.length(other, at));
        }
        // DONTNEED FREE COLD COLLAPSE POPULATE_READ _WRITE GUARD_INSTALL, WILLNEED HUGEPAGE and what does not exist
        long advice = draws.chance(90)
                ? draws.pick(4, 4, 8, 20, 20, 22, 23, 102, 10, draws.huge ? 25 : 103)
                : draws.pick(3, 100, -1, 5);
        return Invocation.with(
                task.index,
                Syscall.PROCESS_MADVISE,
                draws.chance(95) ? new Arg.Task(other.index) : num(draws.pick(-1, 99, 0)),
                new Arg.Ranges(words),
                num(words.size() / 2),
                num(advice),
                num(draws.chance(97) ? 0 : 1));
    }

    Invocation remote(World.Known task) {
        List<World.Known> living = world.living();
        World.Known other = draws.pick(living);
        if (draws.chance(15)) {
            boolean same = other.leader == task.leader;
            return advise(task, same && draws.chance(30) ? other : task);
        }
        boolean read = draws.chance(50);
        Arg.Ranges local = ranges(task);
        Arg.Ranges remote = ranges(other);
        return Invocation.with(
                task.index,
                read ? Syscall.PROCESS_VM_READV : Syscall.PROCESS_VM_WRITEV,
                new Arg.Task(other.index),
                local,
                num(local.words().size() / 2),
                remote,
                num(remote.words().size() / 2),
                num(draws.chance(97) ? 0 : 1));
    }

    /** One range or some, of bytes or of pages, now and then of nothing. */
    private Arg.Ranges ranges(World.Known task) {
        List<Long> words = new ArrayList<>();
        int count = draws.chance(60) ? 1 : draws.random.nextInt(0, 4);
        for (int i = 0; i < count; i++) {
            words.add(draws.byteAddress(task));
            int n = draws.random.nextInt(100);
            words.add(n < 50 ? draws.random.nextLong(1, 100) : n < 95 ? draws.random.nextLong(1, 3 * PAGE_SIZE) : 0);
        }
        return new Arg.Ranges(words);
    }

    /** A new program for a process without other threads: a new, empty address space. */
    void execute(World.Known task, List<Invocation> ops) {
        if (task.leader == task.index && task.threads == 0) {
            task.maps = List.of();
            task.brk = 0;
            ops.add(Invocation.with(task.index, Syscall.EXECVE, Invocation.text("program"), num(0), num(0)));
        }
    }
}
