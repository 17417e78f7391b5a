package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Machines with so little memory that every call meets the end of it sooner or later. Each gives ENOMEM or the fault that
 * Linux gives, leaves the machine without contradictions, and the machine goes on.
 */
@SuppressWarnings({"NullAway.Init", "ReferenceEquality"
}) // each run begins with its own calls; they are told apart by identity
class FrameShortageTest {
    private static final long BASE = 0x10000000000L;
    private static final int KILLED = 9;

    private final List<Task> tasks = new ArrayList<>();
    private Calls calls;
    private int memfd;
    private int disk;

    @Test
    void everyCallSurvivesIt() {
        int refused = 0;
        for (int seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            long bytes = (64 + random.nextInt(150)) * PAGE_SIZE;
            try (Machine machine =
                    Machine.of(MachineConfig.defaults().withMemory(bytes).withOvercommit(1))) {
                refused += run(machine, random);
            }
        }
        assertThat(refused).isPositive();
    }

    private int run(Machine machine, Random random) {
        Task first = machine.newTask();
        tasks.clear();
        tasks.add(first);
        calls = first.calls();
        memfd = (int) calls.memfdCreate("m", 0);
        calls.ftruncate(memfd, 64 * PAGE_SIZE);
        disk = (int) calls.open("/tmp/x", 0102, 0644);
        calls.ftruncate(disk, 64 * PAGE_SIZE);
        int refused = 0;
        for (int step = 0; step < 300 && !tasks.isEmpty(); step++) {
            refused += step(machine, random) == -Errno.ENOMEM ? 1 : 0;
            if (step % 10 == 0) {
                machine.check();
            }
        }
        tasks.forEach(t -> t.calls().exit(0));
        machine.check();
        return refused;
    }

    private long step(Machine machine, Random random) {
        long addr = BASE + random.nextInt(64) * PAGE_SIZE * (random.nextInt(3) == 0 ? 512 : 1);
        long len = (1 + random.nextInt(20)) * PAGE_SIZE * (random.nextInt(6) == 0 ? 300 : 1);
        int x = random.nextInt(4);
        int[] advice = {4, 8, 9, 10, 11, 18, 21, 22, 23, 102, 103};
        return switch (random.nextInt(16)) {
            case 0 -> calls.mmap(addr, len, x == 0 ? 1 : 3, 0x32 | (x == 1 ? 0x8000 : 0), -1, 0);
            case 1 -> calls.mmap(addr, len, 3, 0x10 | 1 + x % 2, x < 2 ? memfd : disk, 0);
            case 2 -> calls.munmap(addr, len);
            case 3 -> calls.mprotect(addr, len, x);
            case 4 -> calls.mremap(addr, len, len, 3, BASE + random.nextInt(64) * PAGE_SIZE * 512);
            case 5 -> calls.madvise(addr, len, advice[random.nextInt(advice.length)]);
            case 6 -> x < 2 ? calls.mlock(addr, len) : calls.munlock(addr, len);
            case 7 -> fork(machine);
            case 8 -> turnTo(random.nextInt(tasks.size()));
            case 9 -> {
                if (tasks.size() > 1) {
                    end(0);
                }
                yield 0;
            }
            default -> access(addr, x);
        };
    }

    private long fork(Machine machine) {
        long pid = tasks.size() < 5 ? calls.fork() : 0;
        if (pid > 0) {
            tasks.add(Objects.requireNonNull(machine.task((int) pid)));
        }
        return pid;
    }

    private long turnTo(int task) {
        calls = tasks.get(task).calls();
        return 0;
    }

    private long access(long addr, int x) {
        if (x == 0) {
            calls.load(addr, 1);
        } else {
            calls.store(addr, 1, 1);
        }
        if (calls.fault() >>> 8 == KILLED) {
            end(KILLED);
        }
        return 0;
    }

    /** The task whose turn it is exits. */
    private void end(int status) {
        Calls gone = calls;
        tasks.removeIf(t -> t.calls() == gone);
        gone.exit(status);
        if (!tasks.isEmpty()) {
            turnTo(0);
        }
    }
}
