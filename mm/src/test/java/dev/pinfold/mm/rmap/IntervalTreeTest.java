package dev.pinfold.mm.rmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The interval tree against a list that is searched from end to end. */
class IntervalTreeTest {
    private static final class Range extends IntervalNode {
        final long from;
        final long to;
        final int born;

        Range(long from, long to, int born) {
            this.from = from;
            this.to = to;
            this.born = born;
        }

        @Override
        protected long firstPage() {
            return from;
        }

        @Override
        protected long lastPage() {
            return to;
        }

        @Override
        public String toString() {
            return from + "-" + to + "#" + born;
        }
    }

    private static List<Range> query(IntervalTree<Range> tree, long from, long to) {
        List<Range> found = new ArrayList<>();
        for (Range r = tree.first(from, to); r != null; r = tree.next(r, from, to)) {
            found.add(r);
        }
        return found;
    }

    private static List<Range> expected(List<Range> all, long from, long to) {
        return all.stream()
                .filter(r -> r.from <= to && r.to >= from)
                .sorted((a, b) -> a.from != b.from ? Long.compare(a.from, b.from) : Integer.compare(a.born, b.born))
                .toList();
    }

    @Test
    void findsWhatAListFinds() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            IntervalTree<Range> tree = new IntervalTree<>();
            List<Range> all = new ArrayList<>();
            int span = seed % 2 == 0 ? 40 : 4000;
            for (int step = 0; step < 1500; step++) {
                if (all.isEmpty() || random.nextInt(5) < 3) {
                    long from = random.nextInt(span);
                    Range r = new Range(from, from + random.nextInt(1 + random.nextInt(span)), step);
                    tree.insert(r);
                    all.add(r);
                } else {
                    tree.remove(all.remove(random.nextInt(all.size())));
                }
                long from = random.nextInt(span);
                long to = from + random.nextInt(20);
                assertThat(query(tree, from, to)).isEqualTo(expected(all, from, to));
                assertThat(tree.size()).isEqualTo(all.size());
            }
            assertThat(query(tree, 0, Long.MAX_VALUE)).isEqualTo(expected(all, 0, Long.MAX_VALUE));
            for (Range r : all) {
                tree.remove(r);
            }
            assertThat(tree.isEmpty()).isTrue();
        }
    }

    /** Many mappings of one place, as a shared library has, must not make a walk or an insertion slow. */
    @Test
    void equalRangesDoNotDegenerate() {
        IntervalTree<Range> tree = new IntervalTree<>();
        Range[] all = new Range[60_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Range(0, 10, i);
            tree.insert(all[i]);
        }
        int deepest = 0;
        for (Range r : all) {
            int depth = 0;
            for (IntervalNode n = r; n != null; n = n.parent) {
                depth++;
            }
            deepest = Math.max(deepest, depth);
        }
        assertThat(deepest).isLessThan(80);
        assertThat(query(tree, 5, 5)).hasSize(all.length);
    }
}
