package dev.pinfold.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a finding says follows from what was seen, and nothing seen is nothing said. */
class FindingTest {
    private static Finding of(boolean complete, String bound, long schedules) {
        return new Finding("POINT", "choice", "workload", complete, bound, schedules, 0, new TreeSet<>(), null);
    }

    @Test
    void nothingLookedAtIsNotClean() {
        Finding f = of(false, "0 of all schedules with at most 0 preemptions", 0);
        assertThat(f.clean()).isFalse();
        assertThat(f.bounded()).isFalse();
        assertThat(f.shown()).isEqualTo("not looked at");
    }

    @Test
    void aPartOfABoundIsNoBound() {
        Finding f = of(false, "5 of all schedules with at most 1 preemption", 5);
        assertThat(f.clean()).isTrue();
        assertThat(f.bounded()).isFalse();
        assertThat(f.shown()).isEqualTo("none of 5 fails");
    }

    @Test
    void whatWasSeenWholeIsABound() {
        Finding f = of(
                false,
                "all schedules with at most 1 preemption, and 5 more of all schedules with at most 2 preemptions",
                5);
        assertThat(f.preemptions()).isEqualTo(1);
        assertThat(f.shown()).isEqualTo("clean, up to 1 preemption");
        assertThat(of(true, "all schedules", 7).shown()).isEqualTo("clean, all 7");
    }
}
