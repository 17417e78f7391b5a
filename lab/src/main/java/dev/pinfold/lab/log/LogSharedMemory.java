package dev.pinfold.lab.log;

import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.run.Tally;
import dev.pinfold.mm.Calls;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Follows System V shared memory, as far as it takes room in address spaces: a segment is a file in memory, attaching it
 * a shared mapping.
 */
final class LogSharedMemory {
    private static final int O_RDWR = 2;
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_SHARED = 1;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_FIXED_NOREPLACE = 0x100000;
    private static final int SHM_RDONLY = 0x1000;
    /** The address is rounded down to SHMLBA, a page. */
    private static final int SHM_RND = 0x2000;

    private static final int SHM_REMAP = 0x4000;
    private static final int SHM_EXEC = 0x8000;
    private static final long PAGE = 4096;
    /** A larger segment is not guessed. */
    private static final long GUESSED = 64L << 30;
    /** So many mappings are guessed that lay where a segment was not placed. */
    private static final int GUESSES = 64;

    private final World world;
    private final Tally tally;
    private final LogFacts facts;
    /** Sizes of segments by their ids. */
    private final Map<Long, Long> segments = new HashMap<>();

    private final Map<Long, Long> attached = new HashMap<>();

    LogSharedMemory(World world, Tally tally, LogFacts facts) {
        this.world = world;
        this.tally = tally;
        this.facts = facts;
    }

    /** Makes a call if it is one of these. */
    boolean call(LogTask task, Line line) {
        OptionalLong result = LogFacts.result(line);
        if (result.isEmpty()) {
            return false;
        }
        long start = System.nanoTime();
        switch (line.name()) {
            case "shmget" -> segments.put(result.getAsLong(), LogFacts.argument(line, 1));
            case "shmat" -> attach(task, line, result.getAsLong());
            case "shmdt" -> {
                Long length = attached.get(LogFacts.argument(line, 0));
                if (length == null) {
                    return false;
                }
                task.calls.munmap(LogFacts.argument(line, 0), length);
            }
            default -> {
                return false;
            }
        }
        tally.called(line.name(), System.nanoTime() - start);
        return true;
    }

    /**
     * Returns how much room there is from an address to the mapping above: the size of a segment of which the log does
     * not tell it, as new mappings are placed directly under others.
     */
    private static long roomUnder(String maps, long address) {
        return maps.lines()
                .map(line -> Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16))
                .filter(start -> start > address && start - address < GUESSED)
                .min(Long::compare)
                .map(start -> start - address)
                .orElse(PAGE);
    }

    private void attach(LogTask task, Line line, long address) {
        Calls calls = task.calls;
        long id = LogFacts.argument(line, 0);
        int flags = (int) LogFacts.argument(line, 2);
        Long known = segments.get(id);
        long length = LogFacts.roundUp(known == null ? roomUnder(calls.maps(), address) : known);
        String path = "/SYSV%08x".formatted(id);
        calls.declareFile(path, length, "tmpfs");
        int fd = (int) calls.open(path, O_RDWR, 0);
        int prot = PROT_READ | ((flags & SHM_RDONLY) == 0 ? PROT_WRITE : 0) | ((flags & SHM_EXEC) != 0 ? PROT_EXEC : 0);
        long asked = LogFacts.argument(line, 1);
        long wanted = (flags & SHM_RND) != 0 ? asked & -PAGE : asked;
        int how = MAP_SHARED | (wanted == 0 ? 0 : (flags & SHM_REMAP) != 0 ? MAP_FIXED : MAP_FIXED_NOREPLACE);
        if (wanted == 0 && !task.image.topKnown) {
            task.image.place(calls, facts.topAbove(line, address, length));
        }
        long actual = calls.mmap(wanted, length, prot, how, fd, 0);
        if (actual > 0
                && actual != address
                && wanted == 0
                && LogAdoption.linkersHole(task, address, length, world, line.number(), tally)) {
            calls.munmap(actual, length);
            actual = calls.mmap(wanted, length, prot, how, fd, 0);
        }
        for (int i = 0; i < GUESSES && actual > 0 && actual != address && wanted == 0 && !task.image.seen(); i++) {
            calls.munmap(actual, length);
            if (!LogAdoption.between(task, actual, address, length, tally)) {
                break;
            }
            actual = calls.mmap(wanted, length, prot, how, fd, 0);
        }
        if (actual != address) {
            if (actual > 0) {
                calls.munmap(actual, length);
            }
            boolean seen = task.image.seen();
            world.different(
                    line,
                    Numbers.show(address),
                    LogMemory.showResult(actual),
                    seen ? Fault.PINFOLD : Fault.LOG,
                    seen ? "" : "what was mapped when nobody looked decides this; record from the start and with -f");
            calls.mmap(address, length, prot, MAP_SHARED | MAP_FIXED, fd, 0);
        }
        tally.compared(actual == address);
        calls.close(fd);
        attached.put(address, length);
    }
}
