package dev.pinfold.lab.walk;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.junit.Explore;
import dev.pinfold.lab.junit.Tasks;
import dev.pinfold.mm.FileTracking;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.SpaceTracking;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.dirty.Checkpoint;
import dev.pinfold.mm.dirty.PageBlocks;

/** No store is lost to those who track them, under every schedule of what may take its dirty bit away. */
class TrackersExploreTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;

    private static Machine machine() {
        return Machine.of(MachineConfig.defaults().withMemory(1 << 20).withCpus(3));
    }

    @Explore(preemptions = 2)
    void aScanOfAFileFindsAStoreOrLeavesItToTheNext(Tasks tasks) {
        Machine machine = machine();
        Task a = machine.newTask();
        Task scanner = a.thread();
        int fd = a.memfd("f", 2 * PAGE_SIZE);
        long p = a.mmap(0, 2 * PAGE_SIZE, RW, Mman.MAP_SHARED, fd, 0);
        a.storeByte(p, (byte) 1);
        FileTracking tracking = scanner.walks().trackFile(fd, 0, 2);
        PageBlocks found = new PageBlocks();
        tracking.scan();
        tracking.drain(0, 2, new PageBlocks());
        tasks.add("store, munmap", () -> {
            a.storeByte(p, (byte) 2);
            a.munmap(p, 2 * PAGE_SIZE);
        });
        tasks.add("scan", () -> {
            tracking.scan();
            tracking.drain(0, 2, found);
        });
        tasks.finish(() -> {
            tracking.scan();
            tracking.drain(0, 2, found);
            assertThat(found.contains(0)).isTrue();
            assertThat(found.contains(1)).isFalse();
            tracking.close();
            machine.check();
            machine.close();
        });
    }

    @Explore(preemptions = 2)
    void aPageThatBecomesWritableIsNotedUnderFaults(Tasks tasks) {
        Machine machine = machine();
        Task a = machine.newTask();
        Task scanner = a.thread();
        int fd = a.memfd("f", 2 * PAGE_SIZE);
        long p = a.mmap(0, 2 * PAGE_SIZE, RW, Mman.MAP_SHARED, fd, 0);
        FileTracking tracking = scanner.walks().trackFile(fd, 0, 2);
        // Three quiet scans: from here on faults tell.
        for (int i = 0; i < 3; i++) {
            tracking.scan();
        }
        PageBlocks found = new PageBlocks();
        tasks.add("store", () -> {
            a.storeByte(p, (byte) 2);
            a.storeByte(p, (byte) 3);
        });
        tasks.add("scan", () -> {
            tracking.scan();
            tracking.drain(0, 2, found);
        });
        tasks.finish(() -> {
            tracking.scan();
            tracking.drain(0, 2, found);
            assertThat(found.contains(0)).isTrue();
            tracking.close();
            machine.check();
            machine.close();
        });
    }

    @Explore(preemptions = 2)
    void checkpointsMissNeitherAStoreNorALoss(Tasks tasks) {
        Machine machine = machine();
        Task a = machine.newTask();
        Task b = a.thread();
        long p = a.mmap(2 * PAGE_SIZE);
        a.fill(p, 2 * PAGE_SIZE, (byte) 1);
        SpaceTracking tracking = b.walks().trackSpace();
        Checkpoint first = tracking.checkpoint(null);
        Checkpoint[] second = new Checkpoint[1];
        byte[] copy = {1, 1};
        tasks.add("store, discard", () -> {
            a.storeByte(p, (byte) 2);
            a.madvise(p + PAGE_SIZE, PAGE_SIZE, Mman.MADV_DONTNEED);
        });
        tasks.add("checkpoint", () -> {
            second[0] = tracking.checkpoint(first);
            apply(second[0], b, p, copy);
        });
        tasks.finish(() -> {
            apply(tracking.checkpoint(second[0]), b, p, copy);
            assertThat(copy).containsExactly(2, 0);
            tracking.close();
            machine.check();
            machine.close();
        });
    }

    private static void apply(Checkpoint c, Task task, long p, byte[] copy) {
        c.written().forEach(n -> copy[(int) (n - (p >>> 12))] = task.loadByte(n << 12));
        c.dropped().forEach(n -> copy[(int) (n - (p >>> 12))] = 0);
    }
}
