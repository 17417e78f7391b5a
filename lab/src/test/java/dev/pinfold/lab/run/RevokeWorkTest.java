package dev.pinfold.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Result;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Machine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much there is to do when a mapped device is taken away: counted in operations that tasks could meet at, not in time. */
@Tag("controlled")
class RevokeWorkTest {
    private static final int PAGES = 65_536;

    /** Operations of an unbinding of a device of this size, all of it mapped. */
    private static long work(String size, String advice) throws WorkloadException {
        Workload w = Workload.of("t", """
                machine(memory=64M)
                device("mem0", size=%1$s, kind=generic)
                A open("/mem0", O_RDWR) = f
                A mmap(0x100000000, %1$s, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
                A madvise(a, %1$s, %2$s) = 0
                A madvise(a, %1$s, MADV_POPULATE_WRITE) = 0
                concurrently:
                A unbind("mem0") = 0
                finally:
                A load(a) = SIGBUS BUS_ADRERR
                """.formatted(size, advice));
        Result r = Explorer.of(ExploredWorkload.of(w, Machine::of))
                .strategy("random")
                .schedules(1)
                .explore()
                .orThrow();
        return r.points();
    }

    @Test
    void revokingTakesTimeByEntriesAndNotByPages() throws WorkloadException {
        long few = work("16M", "MADV_NORMAL");
        long many = work("256M", "MADV_NORMAL");
        long small = work("16M", "MADV_NOHUGEPAGE");
        System.out.printf("unbind: 8 huge entries %,d operations, 128 %,d; 4,096 small ones %,d%n", few, many, small);
        assertThat(many).isLessThan(20 * few).isLessThan(PAGES / 4);
        assertThat(small).isGreaterThan(2 * many);
    }
}
