package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.syscall.OneTask.PAGE;
import static dev.pinfold.mm.syscall.OneTask.R;
import static dev.pinfold.mm.syscall.OneTask.RW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.space.Commit;
import dev.pinfold.mm.space.Layout;
import org.junit.jupiter.api.Test;

/**
 * No call takes a step for each mapping there is: what it costs among 60,000 mappings is a small multiple of what it
 * costs among 1,000, where a linear step would make it 60 times as much.
 */
class CallCostTest {
    private static final long A = 0x10000000000L;
    private static final int FEW = 1_000;
    private static final int MANY = 60_000;
    private static final int ROUNDS = 4_000;

    private static final String[] NAMES = {"map and unmap", "split and merge", "look up", "place", "move"};

    @Test
    void costGrowsLikeALogarithm() {
        measure(FEW); // Warm up.
        double[] few = measure(FEW);
        double[] many = measure(MANY);
        for (int i = 0; i < NAMES.length; i++) {
            System.out.printf(
                    "%-16s %6.0f ns among 1,000 mappings, %6.0f ns among 60,000%n", NAMES[i], few[i], many[i]);
        }
        for (int i = 0; i < NAMES.length; i++) {
            assertThat(many[i]).as(NAMES[i]).isLessThan(Math.max(few[i], 200) * 10);
        }
    }

    private static double[] measure(int mappings) {
        try (OneTask m = new OneTask(4096, Commit.ALWAYS, Layout.standard(4))) {
            for (int i = 0; i < mappings; i++) {
                assertThat(m.anon(A + 4L * i * PAGE, 3, i % 2 == 0 ? R : RW)).isPositive();
            }
            double[] best = new double[NAMES.length];
            for (int pass = 0; pass < 3; pass++) {
                for (int i = 0; i < NAMES.length; i++) {
                    long begin = System.nanoTime();
                    for (int k = 0; k < ROUNDS; k++) {
                        step(m, i, A + 4 * PAGE * (k * 7919L % mappings));
                    }
                    double ns = (System.nanoTime() - begin) / (double) ROUNDS;
                    best[i] = pass == 0 ? ns : Math.min(best[i], ns);
                }
            }
            return best;
        }
    }

    private static void step(OneTask m, int what, long addr) {
        switch (what) {
            case 0 -> {
                m.anon(addr + 3 * PAGE, 1, OneTask.PROT_NONE);
                m.munmap(addr + 3 * PAGE, 1);
            }
            case 1 -> {
                m.madvise(addr + PAGE, 1, Madvise.MADV_DONTFORK);
                m.madvise(addr + PAGE, 1, Madvise.MADV_DOFORK);
            }
            case 2 -> assertThat(m.t.space().lookup(addr + PAGE)).isNotNull();
            case 3 -> {
                long at = m.anon(0, 2, RW);
                m.munmap(at, 2);
            }
            default -> {
                m.mremap(addr + 2 * PAGE, 1, 1, 3, addr + 3 * PAGE);
                m.mremap(addr + 3 * PAGE, 1, 1, 3, addr + 2 * PAGE);
            }
        }
    }
}
