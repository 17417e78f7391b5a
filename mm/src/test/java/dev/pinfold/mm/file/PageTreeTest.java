package dev.pinfold.mm.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PageTreeTest {
    private static final long FARTHEST = (1L << 51) - 1;

    @Test
    void holdsTheLargestPageNumberOfAFile() {
        PageTree tree = new PageTree();
        assertThat(tree.insert(FARTHEST, 7)).isTrue();
        assertThat(tree.insert(0, 0)).isTrue();
        assertThat(tree.get(FARTHEST)).isEqualTo(7);
        assertThat(tree.get(0)).isZero();
        assertThat(tree.get(1)).isEqualTo(PageTree.NONE);
        assertThat(tree.next(1)).isEqualTo(FARTHEST);
        assertThat(tree.insert(0, 3)).isFalse();
        assertThat(tree.remove(FARTHEST)).isEqualTo(7);
        assertThat(tree.next(1)).isEqualTo(-1);
    }

    @Test
    void behavesAsASortedMap() {
        Random random = new Random(5);
        PageTree tree = new PageTree();
        TreeMap<Long, Integer> model = new TreeMap<>();
        TreeSet<Long> tagged = new TreeSet<>();
        for (int step = 0; step < 200_000; step++) {
            long index = random.nextInt(4) == 0 ? random.nextLong(FARTHEST + 1) : random.nextInt(5000);
            if (random.nextInt(4) == 0 && !model.isEmpty()) {
                index = model.floorKey(Math.max(index, model.firstKey()));
            }
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    int pfn = random.nextInt(1 << 20);
                    assertThat(tree.insert(index, pfn)).isEqualTo(model.putIfAbsent(index, pfn) == null);
                }
                case 2 -> {
                    Integer old = model.remove(index);
                    tagged.remove(index);
                    assertThat(tree.remove(index)).isEqualTo(old == null ? -1 : old);
                }
                case 3 -> {
                    boolean on = random.nextBoolean();
                    tree.setTag(index, on);
                    if (on && model.containsKey(index)) {
                        tagged.add(index);
                    } else {
                        tagged.remove(index);
                    }
                }
                case 4 -> {
                    Long next = model.ceilingKey(index);
                    assertThat(tree.next(index)).isEqualTo(next == null ? -1 : next);
                }
                default -> {
                    Long next = tagged.ceiling(index);
                    assertThat(tree.nextTagged(index)).isEqualTo(next == null ? -1 : next);
                    assertThat(tree.get(index)).isEqualTo(model.getOrDefault(index, -1));
                }
            }
            assertThat(tree.count()).isEqualTo(model.size());
        }
        assertThat(tree.anyTagged()).isEqualTo(!tagged.isEmpty());
    }
}
