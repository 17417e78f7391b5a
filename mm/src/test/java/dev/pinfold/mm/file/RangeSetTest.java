package dev.pinfold.mm.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeSetTest {
    private static final int SIZE = 200;

    @Test
    void behavesAsASetOfBits() {
        Random random = new Random(11);
        RangeSet set = new RangeSet();
        BitSet model = new BitSet();
        for (int step = 0; step < 50_000; step++) {
            int from = random.nextInt(SIZE);
            int to = from + random.nextInt(20);
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    set.add(from, to);
                    model.set(from, to);
                }
                case 4, 5, 6 -> {
                    set.remove(from, to);
                    model.clear(from, to);
                }
                case 7 -> {
                    set.remove(SIZE, Long.MAX_VALUE);
                    model.clear(SIZE, Math.max(SIZE, model.length()));
                }
                case 8 -> {
                    set.collapse(from, to);
                    model = shifted(model, from, to, from - to);
                }
                default -> {
                    set.insert(from, to - from);
                    model = shifted(model, from, from, to - from);
                }
            }
            assertThat(set.count()).isEqualTo(model.cardinality());
            int at = random.nextInt(SIZE);
            assertThat(set.contains(at)).isEqualTo(model.get(at));
            int next = model.nextSetBit(at);
            assertThat(set.next(at)).isEqualTo(next < 0 ? Long.MAX_VALUE : next);
            assertThat(set.nextOutside(at)).isEqualTo(model.nextClearBit(at));
        }
    }

    private static BitSet shifted(BitSet old, int keepBelow, int moveFrom, int by) {
        BitSet b = new BitSet();
        old.stream().filter(i -> i < keepBelow).forEach(b::set);
        old.stream().filter(i -> i >= moveFrom).forEach(i -> b.set(i + by));
        return b;
    }
}
