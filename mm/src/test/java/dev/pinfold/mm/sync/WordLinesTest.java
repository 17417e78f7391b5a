package dev.pinfold.mm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Looking through a table's worth of words, eight at a time, against looking at each. */
class WordLinesTest {
    private static final int WORDS = 512;
    private static final long BITS = 0x840;

    @Test
    void linesAreThoseThatTheWordsSay() {
        Random random = new Random(5);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(WORDS * 8L, 64);
            for (int round = 0; round < 3_000; round++) {
                int sparse = 1 + random.nextInt(600);
                boolean most = random.nextBoolean();
                for (int i = 0; i < WORDS; i++) {
                    long bits = random.nextInt(sparse) == 0 ? 1L << 6 + 5 * random.nextInt(3) : 0;
                    table.setAtIndex(ValueLayout.JAVA_LONG, i, most ? ~bits : bits);
                }
                int from = random.nextInt(WORDS);
                int to = from + 1 + random.nextInt(WORDS - from);
                long any = Words.linesWithAny(table.address(), from, to, BITS);
                long all = Words.linesWithAll(table.address(), from, to, 1 << 6);
                for (int line = 0; line < WORDS / 8; line++) {
                    check(table, line, from, to, (any >>> line & 1) != 0, (all >>> line & 1) != 0);
                }
            }
        }
    }

    private static void check(MemorySegment table, int line, int from, int to, boolean any, boolean all) {
        long or = 0;
        long and = -1;
        int asked = 0;
        for (int i = line * 8; i < line * 8 + 8; i++) {
            if (i >= from && i < to) {
                long e = table.getAtIndex(ValueLayout.JAVA_LONG, i);
                or |= e;
                and &= e;
                asked++;
            }
        }
        if (asked == 0) {
            assertThat(any || all).as("line %d of [%d, %d)", line, from, to).isFalse();
            return;
        }
        boolean hasAny = (or & BITS) != 0;
        boolean hasAll = (and & 1 << 6) != 0;
        // Of a line that is asked about in part, more may count as having some, and fewer as having all.
        assertThat(any).as("any in line %d of [%d, %d)", line, from, to).isEqualTo(asked == 8 ? hasAny : any || hasAny);
        assertThat(all).as("all in line %d of [%d, %d)", line, from, to).isEqualTo(asked == 8 ? hasAll : all && hasAll);
    }
}
