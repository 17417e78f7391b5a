package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.pinfold.mm.abi.Foll;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Syscall;
import dev.pinfold.mm.space.Space;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * Hot paths allocate nothing on the heap once they are warm. What is measured is a loop after so many rounds that the compiler
 * has had its turn; a few bytes over all of it are the measurement's own.
 */
class AllocationTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final int PAGES = 512;
    /** Bytes that a whole measured loop may allocate: less than one small object for each ten rounds. */
    private static final long NOTHING = 1024;

    @FunctionalInterface
    private interface Round {
        void run(int i);
    }

    private static long bytes(int rounds, Round round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
        long least = Long.MAX_VALUE;
        // The compiler works beside this thread: the best of some tries is what the code does when it is done.
        for (int attempt = 0; attempt < 20 && least > NOTHING; attempt++) {
            for (int i = 0; i < 3 * rounds; i++) {
                round.run(i);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < rounds; i++) {
                round.run(i);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static Machine machine() {
        return Machine.of(MachineConfig.defaults().withMemory(256L << 20).withPkeys(true));
    }

    @Test
    void accesses() {
        try (Machine machine = machine()) {
            Calls calls = machine.newTask().calls();
            long a = calls.mmap(0, PAGES * PAGE_SIZE, RW, 0x22, -1, 0);
            calls.touch(a, PAGES * PAGE_SIZE, true);
            assertThat(bytes(5_000, i -> {
                        long at = a + (i * 4104L & PAGES * PAGE_SIZE - 1);
                        calls.store(at, i, 8);
                        calls.load(at, 8);
                        calls.load(at + 4094 & -2, 4);
                    }))
                    .isLessThanOrEqualTo(NOTHING);
        }
    }

    @Test
    void walksOfTheTlbsMisses() {
        try (Machine machine = machine()) {
            Calls calls = machine.newTask().calls();
            // Each page has the place of another in the TLB.
            long a = calls.mmap(0, 4096L * PAGE_SIZE, RW, 0x22, -1, 0);
            calls.touch(a, 4096L * PAGE_SIZE, true);
            assertThat(bytes(5_000, i -> calls.load(a + (i * 1024L * PAGE_SIZE & 4095L * PAGE_SIZE), 8)))
                    .isLessThanOrEqualTo(NOTHING);
        }
    }

    @Test
    void faults() {
        try (Machine machine = machine()) {
            Calls calls = machine.newTask().calls();
            long a = calls.mmap(0, PAGES * PAGE_SIZE, RW, 0x22, -1, 0);
            int fd = (int) calls.memfdCreate("f", 0);
            calls.ftruncate(fd, PAGES * PAGE_SIZE);
            long f = calls.mmap(0, PAGES * PAGE_SIZE, RW, 1, fd, 0);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long last = 0;
            for (int i = 0; i < 100; i++) {
                calls.madvise(a, PAGES * PAGE_SIZE, Mman.MADV_DONTNEED);
                calls.madvise(f, PAGES * PAGE_SIZE, Mman.MADV_DONTNEED);
                long before = threads.getCurrentThreadAllocatedBytes();
                calls.touch(a, PAGES * PAGE_SIZE, i % 2 == 0);
                calls.touch(f, PAGES * PAGE_SIZE, true);
                last = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertThat(last).as("for %d faults", 2 * PAGES).isLessThanOrEqualTo(NOTHING);
        }
    }

    @Test
    void copyOnWriteFaults() {
        try (Machine machine = machine()) {
            Task parent = machine.newTask();
            long a = parent.mmap(PAGES * PAGE_SIZE);
            parent.calls().touch(a, PAGES * PAGE_SIZE, true);
            long[] inFaults = {0};
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            for (int i = 0; i < 60; i++) {
                Task child = parent.fork();
                long before = threads.getCurrentThreadAllocatedBytes();
                parent.calls().touch(a, PAGES * PAGE_SIZE, true);
                inFaults[0] = threads.getCurrentThreadAllocatedBytes() - before;
                child.exit(0);
                parent.waitFor(child);
            }
            assertThat(inFaults[0]).isLessThanOrEqualTo(NOTHING);
        }
    }

    @Test
    void pins() {
        try (Machine machine = machine()) {
            Task task = machine.newTask();
            long a = task.mmap(PAGES * PAGE_SIZE);
            task.calls().touch(a, PAGES * PAGE_SIZE, true);
            int[] pages = new int[PAGES];
            Pages held = task.pages();
            assertThat(bytes(500, i -> {
                        held.pinUserPagesFast(a, PAGES, Foll.FOLL_WRITE, pages);
                        held.unpin(pages, 0, PAGES);
                    }))
                    .isLessThanOrEqualTo(NOTHING);
        }
    }

    @Test
    void callsByNumberThatNeedNoBuffer() {
        try (Machine machine = machine()) {
            Calls calls = machine.newTask().calls();
            long a = calls.mmap(0, PAGES * PAGE_SIZE, RW, 0x22, -1, 0);
            long fd = calls.memfdCreate("f", 0);
            assertThat(bytes(2_000, i -> {
                        calls.syscall(Syscall.GETPID.number(), 0, 0, 0, 0, 0, 0);
                        calls.syscall(Syscall.BRK.number(), 0, 0, 0, 0, 0, 0);
                        calls.syscall(Syscall.MSYNC.number(), a, PAGE_SIZE, Mman.MS_SYNC, 0, 0, 0);
                        calls.syscall(Syscall.FTRUNCATE.number(), fd, (i & 1) * PAGE_SIZE, 0, 0, 0, 0);
                        calls.syscall(Syscall.LSEEK.number(), fd, i, Fs.SEEK_SET, 0, 0, 0);
                        calls.syscall(Syscall.FSYNC.number(), fd, 0, 0, 0, 0, 0);
                        long copy = calls.syscall(Syscall.DUP.number(), fd, 0, 0, 0, 0, 0);
                        calls.syscall(Syscall.CLOSE.number(), copy, 0, 0, 0, 0, 0);
                        calls.syscall(Syscall.MSEAL.number(), a + 1, PAGE_SIZE, 0, 0, 0, 0);
                    }))
                    .isLessThanOrEqualTo(NOTHING);
        }
    }

    @Test
    void lookups() {
        try (Machine machine = machine()) {
            Task task = machine.newTask();
            Space space = task.context().space();
            long base = 0x1000_0000_0000L;
            int mappings = 1_000;
            for (int i = 0; i < mappings; i++) {
                task.calls().mmap(base + i * 2L * PAGE_SIZE, PAGE_SIZE, RW, 0x32, -1, 0);
            }
            long[] found = {0};
            assertThat(bytes(5_000, i -> {
                        long at = base + i * 7919L % mappings * 2 * PAGE_SIZE;
                        found[0] += space.lookup(at) == null ? 0 : 1;
                        found[0] += space.lookup(at + PAGE_SIZE) == null ? 1 : 0;
                    }))
                    .isLessThanOrEqualTo(NOTHING);
            assertThat(found[0])
                    .as("each address had its mapping, and each hole none")
                    .isPositive()
                    .matches(n -> n % 2 == 0);
        }
    }

    @Test
    void walks() {
        try (Machine machine = machine()) {
            Task task = machine.newTask();
            long a = task.mmap(PAGES * PAGE_SIZE);
            task.calls().touch(a, PAGES * PAGE_SIZE, true);
            Walks walks = task.walks();
            assertThat(bytes(2_000, i -> walks.walkPageRange(a, PAGES * PAGE_SIZE)))
                    .isLessThanOrEqualTo(NOTHING);
        }
    }
}
