package dev.pinfold.lab.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.explore.ScheduleRun;
import dev.pinfold.lab.explore.Strategy;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.ViolationKind;

/** Tests may bring a strategy of their own. */
class OwnStrategyTest {
    /** The task after the one that ran last, in the first run; the one that ran last, for as long as it can, in the second. */
    static final class EachInTurn implements Strategy {
        private int run;
        private int tasks;

        @Override
        public void restart(int count) {
            run = 0;
            tasks = count;
        }

        @Override
        public void begin() {
            run++;
        }

        @Override
        public int choose(ScheduleRun r, long enabled, int current) {
            assertThat(r.alive() & enabled).isEqualTo(enabled);
            int t = run == 1 ? current + 1 : Math.max(1, current);
            while ((enabled >>> (t > tasks ? 1 : t) & 1) == 0) {
                t++;
            }
            return t > tasks ? 1 : t;
        }

        @Override
        public boolean end(ScheduleRun r) {
            assertThat(r.tasks()).isEqualTo(tasks);
            return run < 2;
        }

        @Override
        public boolean complete() {
            return true;
        }

        @Override
        public String bound() {
            return "one schedule in turns, one without";
        }
    }

    @Explore(strategyClass = EachInTurn.class, violation = ViolationKind.ASSERTION)
    void aLostUpdateIsFoundInTurns(Tasks tasks) {
        var count = new LongCell(0);
        tasks.add("A", () -> count.setRelease(count.getAcquire() + 1));
        tasks.add("B", () -> count.setRelease(count.getAcquire() + 1));
        tasks.finish(() -> assertThat(count.peek()).isEqualTo(2));
    }

    @Explore(strategyClass = EachInTurn.class)
    void whatIsRightIsRightInBoth(Tasks tasks) {
        var count = new LongCell(0);
        tasks.add("A", () -> count.getAndAdd(1));
        tasks.add("B", () -> count.getAndAdd(1));
        tasks.finish(() -> assertThat(count.peek()).isEqualTo(2));
    }
}
