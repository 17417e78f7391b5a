package dev.pinfold.host.random;

import dev.pinfold.host.diff.Excluded;
import dev.pinfold.host.diff.Invocation;
import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws the operations of one sequence, some at a time. What it draws depends on the seed, the profile and what the
 * {@link World} has learnt of the sequence so far, so a side that answers the same is asked the same.
 */
public final class Generator {
    private static final int MOST_TASKS = 12;
    /** The most bytes that an operation may bring into memory. */
    private static final long MUCH = 1 << 20;

    private static final long HUGE_MUCH = 8 << 20;

    /** What an access is likely to follow, to see what it did. */
    private static final Set<Deed> CHANGES = EnumSet.complementOf(EnumSet.of(
            Deed.ACCESS,
            Deed.LIMIT,
            Deed.CHILD,
            Deed.EXIT,
            Deed.WAIT,
            Deed.REMOTE,
            Deed.FILE_OPEN,
            Deed.MEMFD,
            Deed.ROW));

    private final Profile profile;
    private final World world;
    private final Draws draws;
    private final MemoryDeeds memory;
    private final FileDeeds files;
    private final TaskDeeds tasks;
    private final RowDeeds rows;
    /**
     * Tasks at a time. Linux remembers with each large folio two spaces that map it, and takes it for shared where it is a third
     * one's alone; here such a folio is that one's.
     */
    private final int mostTasks;

    private int drawn;
    private boolean limited;

    /** Makes a generator for one sequence. */
    public Generator(long seed, Profile profile, World world) {
        this.profile = profile;
        this.world = world;
        draws = new Draws(new SplittableRandom(seed), profile.huge());
        mostTasks = profile.huge() ? 2 : 4;
        memory = new MemoryDeeds(draws);
        files = new FileDeeds(draws, world, profile != Profile.KEYS && profile != Profile.HUGE);
        tasks = new TaskDeeds(draws, world);
        rows = new RowDeeds(draws, world);
    }

    /** Draws the next {@code count} operations or a few more. */
    public List<Invocation> next(int count) {
        List<Invocation> ops = new ArrayList<>();
        while (ops.size() < count) {
            List<World.Known> living = world.living();
            if (living.isEmpty()) {
                break;
            }
            World.Known task = living.get(draws.chance(60) ? living.size() - 1 : draws.random.nextInt(living.size()));
            // First something to work on.
            Deed deed = drawn++ < 6 && draws.chance(60) ? Deed.MMAP : profile.draw(draws.random);
            int before = ops.size();
            draw(deed, task, ops);
            ops.subList(before, ops.size())
                    .removeIf(op -> Excluded.excludes(op)
                            || Excluded.costs(op, profile.huge() ? HUGE_MUCH : MUCH)
                            || smears(op));
            ops.subList(before, ops.size()).forEach(world::believe);
            if (ops.size() > before && task.alive && changes(deed) && draws.chance(45)) {
                Invocation access = memory.access(task, ops.getLast());
                if (!Excluded.excludes(access)) {
                    ops.add(access);
                }
            }
        }
        return ops;
    }

    private boolean smears(Invocation op) {
        return Excluded.smears(op)
                && op.args().getFirst() instanceof Arg.Task other
                && world.leader(other.index()) == world.leader(op.task());
    }

    private static boolean changes(Deed deed) {
        return CHANGES.contains(deed);
    }

    private void draw(Deed deed, World.Known task, List<Invocation> ops) {
        switch (deed) {
            case MMAP -> ops.add(memory.mmap(task));
            case MUNMAP -> ops.add(memory.range(task, Syscall.MUNMAP));
            case MPROTECT -> ops.add(memory.mprotect(task));
            case MOVE -> ops.add(memory.mremap(task));
            case BRK -> ops.add(memory.brk(task));
            case ADVISE_PLAIN -> ops.add(memory.plainAdvice(task));
            case ADVISE -> ops.add(memory.madvise(task));
            case MSYNC -> ops.add(memory.msync(task));
            case MINCORE -> ops.add(memory.mincore(task));
            case MLOCK -> ops.add(memory.mlock(task));
            case MLOCKALL -> ops.add(memory.mlockall(task));
            case MSEAL -> ops.add(memory.mseal(task));
            case ODD -> ops.add(memory.odd(task));
            case SWITCH -> ops.add(memory.huge(task));
            case KEY -> ops.add(memory.key(task));
            case ACCESS -> ops.add(memory.access(task));
            case FILE_OPEN -> ops.add(files.open(task));
            case MEMFD -> ops.add(files.memfd(task));
            case FILE_SIZE -> ops.add(files.size(task));
            case FILE_DATA -> ops.add(files.data(task));
            case FILE_OTHER -> ops.add(files.other(task));
            case SEAL -> ops.add(files.seal(task));
            case LIMIT -> {
                limited = true;
                ops.add(memory.limit(task));
            }
            case CHILD -> {
                if (world.living().size() < mostTasks && world.tasks.size() < MOST_TASKS) {
                    ops.add(tasks.fork(task));
                }
            }
            case EXIT -> {
                // A limit may kill a program as it begins, and moves its mappings elsewhere.
                if (!limited && draws.chance(15)) {
                    tasks.execute(task, ops);
                } else {
                    tasks.exit(task, ops);
                }
            }
            case WAIT -> tasks.wait(task, ops);
            case REMOTE -> ops.add(tasks.remote(task));
            case ROW -> ops.add(rows.any(task));
        }
    }

    /** An argument that is a number. */
    static Arg.Num num(long value) {
        return new Arg.Num(value);
    }
}
