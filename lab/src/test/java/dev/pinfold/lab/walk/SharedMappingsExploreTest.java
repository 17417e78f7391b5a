package dev.pinfold.lab.walk;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.junit.Explore;
import dev.pinfold.lab.junit.Tasks;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Mman;

/** What write-protecting and cleaning promise, under every schedule of stores, faults, unmapping and fork beside them. */
class SharedMappingsExploreTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;

    /** A machine with a file of two pages, mapped by a and stored to once, and clean. */
    private static final class Setting {
        final Machine machine =
                Machine.of(MachineConfig.defaults().withMemory(1 << 20).withCpus(3));
        final Task a = machine.newTask();
        final Task cleaner = machine.newTask();
        final int fd = a.memfd("f", 2 * PAGE_SIZE);
        final long p = a.mmap(0, 2 * PAGE_SIZE, RW, Mman.MAP_SHARED, fd, 0);

        Setting() {
            a.storeByte(p, (byte) 1);
            assertThat(clean()).isEqualTo(1);
            cleaner.walks().dirtyReset();
        }

        long clean() {
            return cleaner.walks().withDescriptorsOf(a).cleanRecordSharedMappingRange(fd, 0, 2, 0);
        }

        long protect() {
            return cleaner.walks().withDescriptorsOf(a).wpSharedMappingRange(fd, 0, 2);
        }

        /** After the last clean each page that was stored to since the first is recorded. */
        void finish(String bits) {
            clean();
            assertThat(cleaner.walks().dirtyBits()).isEqualTo(bits);
            machine.check();
            machine.close();
        }
    }

    @Explore(preemptions = 3)
    void noStoreIsLostBetweenTwoCleans(Tasks tasks) {
        Setting s = new Setting();
        tasks.add("store", () -> s.a.storeByte(s.p, (byte) 2));
        tasks.add("clean", s::clean);
        tasks.finish(() -> s.finish("10"));
    }

    @Explore(preemptions = 2)
    void noStoreIsLostToTwoCleaners(Tasks tasks) {
        Setting s = new Setting();
        tasks.add("store", () -> s.a.storeByte(s.p, (byte) 2));
        tasks.add("clean", s::clean);
        Task other = s.machine.newTask();
        tasks.add("protect", () -> other.walks().withDescriptorsOf(s.a).wpSharedMappingRange(s.fd, 0, 2));
        tasks.finish(() -> s.finish("10"));
    }

    @Explore(preemptions = 2)
    void noStoreGoesThroughAnEntryThatIsReadOnly(Tasks tasks) {
        Setting s = new Setting();
        tasks.add("store", () -> {
            s.a.storeByte(s.p, (byte) 2);
            s.a.storeByte(s.p, (byte) 3);
        });
        tasks.add("protect, clean", () -> {
            s.protect();
            s.clean();
        });
        tasks.finish(() -> s.finish("10"));
    }

    @Explore(preemptions = 2)
    void aMappingMayGoUnderTheWalk(Tasks tasks) {
        Setting s = new Setting();
        tasks.add("munmap", () -> s.a.munmap(s.p, 2 * PAGE_SIZE));
        tasks.add("protect", s::protect);
        tasks.finish(() -> s.finish("00"));
    }

    @Explore(preemptions = 2)
    void aSpaceMayBeCopiedUnderTheWalk(Tasks tasks) {
        Setting s = new Setting();
        tasks.add("fork", () -> {
            Task child = s.a.fork();
            child.storeByte(s.p + PAGE_SIZE, (byte) 3);
        });
        tasks.add("clean", s::clean);
        tasks.finish(() -> s.finish("01"));
    }

    @Explore(preemptions = 2)
    void entriesMayBeClearedBesideAWalk(Tasks tasks) {
        Setting s = new Setting();
        tasks.add("zap", () -> s.a.walks().zapPageRange(s.p, 2 * PAGE_SIZE));
        tasks.add(
                "count",
                () -> assertThat(s.cleaner.walks().withDescriptorsOf(s.a).walkPageMapping(s.fd, 0, 2))
                        .isBetween(0L, 1L));
        tasks.finish(() -> s.finish("00"));
    }
}
