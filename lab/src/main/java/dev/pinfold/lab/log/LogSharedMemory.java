package dev.pinfold.lab.log;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageDown;

import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.run.Tally;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Shm;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Follows System V shared memory, as far as it takes room in address spaces: a segment is a file in memory, attaching it
 * a shared mapping.
 */
final class LogSharedMemory {
    /** A larger segment is not guessed. */
    private static final long GUESSED = 64L << 30;
    /** So many mappings are guessed that lay where a segment was not placed. */
    private static final int GUESSES = 64;

    private final LogWorld world;
    private final Tally tally;
    private final LogFacts facts;
    /** Sizes of segments by their ids. */
    private final Map<Long, Long> segments = new HashMap<>();

    private final Map<Long, Long> attached = new HashMap<>();

    LogSharedMemory(LogWorld world, Tally tally, LogFacts facts) {
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
                .orElse(PAGE_SIZE);
    }

    private void attach(LogTask task, Line line, long address) {
        Calls calls = task.calls;
        long id = LogFacts.argument(line, 0);
        int flags = (int) LogFacts.argument(line, 2);
        Long known = segments.get(id);
        long length = LogFacts.roundUp(known == null ? roomUnder(calls.maps(), address) : known);
        String path = "/SYSV%08x".formatted(id);
        calls.initialState().declareFile(path, length, "tmpfs");
        int fd = (int) calls.open(path, FileFlags.O_RDWR, 0);
        int prot = Mman.PROT_READ
                | ((flags & Shm.SHM_RDONLY) == 0 ? Mman.PROT_WRITE : 0)
                | ((flags & Shm.SHM_EXEC) != 0 ? Mman.PROT_EXEC : 0);
        long asked = LogFacts.argument(line, 1);
        long wanted = (flags & Shm.SHM_RND) != 0 ? pageDown(asked) : asked;
        int how = Mman.MAP_SHARED
                | (wanted == 0 ? 0 : (flags & Shm.SHM_REMAP) != 0 ? Mman.MAP_FIXED : Mman.MAP_FIXED_NOREPLACE);
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
                    seen ? Blame.PINFOLD : Blame.LOG,
                    seen ? "" : "what was mapped when nobody looked decides this; record from the start and with -f");
            calls.mmap(address, length, prot, Mman.MAP_SHARED | Mman.MAP_FIXED, fd, 0);
        }
        tally.compared(actual == address);
        calls.close(fd);
        attached.put(address, length);
    }
}
