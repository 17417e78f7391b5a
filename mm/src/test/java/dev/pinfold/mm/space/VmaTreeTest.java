package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.frame.FrameConfig;
import dev.pinfold.mm.frame.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tree of VMAs against an array with one element for each page. */
class VmaTreeTest {
    private static final int PAGES = 64;

    private static void inSpace(java.util.function.Consumer<Space> body) {
        Layout layout = Layout.standard(4);
        try (Kernel kernel = new Kernel(new Frames(FrameConfig.of(1, 64)), 1, 0, 0, layout, false)) {
            Space space = Space.create(kernel, layout, 0);
            assertThat(space).isNotNull();
            body.accept(space);
        }
    }

    @Test
    void findsWhatAnArrayFinds() {
        inSpace(space -> {
            for (int seed = 0; seed < 30; seed++) {
                randomRun(space, new Random(seed));
            }
        });
    }

    private static void randomRun(Space space, Random random) {
        VmaTree tree = new VmaTree();
        @Nullable Vma[] model = new Vma[PAGES];
        for (int step = 0; step < 400; step++) {
            int from = random.nextInt(PAGES);
            int to = from + 1 + random.nextInt(Math.min(PAGES - from, 1 + random.nextInt(PAGES)));
            if (random.nextInt(3) > 0) {
                // Sometimes the VMA that is there already grows, as a merge makes it.
                Vma vma = random.nextInt(3) == 0 && model[from] != null
                        ? model[from]
                        : new Vma(space, from * PAGE_SIZE, to * PAGE_SIZE, from, 0, null);
                for (int i = 0; i < PAGES; i++) {
                    if (model[i] == vma && (i < from || i >= to)) {
                        model[i] = null;
                        tree.clear(i * PAGE_SIZE, (i + 1) * PAGE_SIZE);
                    }
                }
                vma.setRange(from * PAGE_SIZE, to * PAGE_SIZE, from);
                tree.store(from * PAGE_SIZE, to * PAGE_SIZE, vma);
                Arrays.fill(model, from, to, vma);
            } else {
                tree.clear(from * PAGE_SIZE, to * PAGE_SIZE);
                Arrays.fill(model, from, to, null);
            }
            tree.check();
            agree(tree, model, random);
        }
    }

    private static void agree(VmaTree tree, @Nullable Vma[] model, Random random) {
        for (int i = 0; i < PAGES; i++) {
            assertThat(tree.lookup(i * PAGE_SIZE + 7)).isSameAs(model[i]);
            assertThat(tree.find(i * PAGE_SIZE)).isSameAs(at(model, i, PAGES));
        }
        int a = random.nextInt(PAGES);
        int b = a + 1 + random.nextInt(PAGES - a);
        assertThat(tree.findIntersection(a * PAGE_SIZE, b * PAGE_SIZE)).isSameAs(at(model, a, b));
        Vma below = null;
        for (int i = 0; i < a; i++) {
            below = model[i] == null ? below : model[i];
        }
        assertThat(tree.findBelow(a * PAGE_SIZE)).isSameAs(below);
        int length = 1 + random.nextInt(8);
        assertThat(tree.highestGapEnd(a * PAGE_SIZE, b * PAGE_SIZE, length * PAGE_SIZE))
                .isEqualTo(highest(model, a, b, length));
        assertThat(tree.lowestGapStart(a * PAGE_SIZE, b * PAGE_SIZE, length * PAGE_SIZE))
                .isEqualTo(lowest(model, a, b, length));
        List<Vma> all = new ArrayList<>();
        tree.forEach(all::add);
        List<Vma> expected = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            Vma v = model[i];
            if (v != null && (i == 0 || model[i - 1] != v)) {
                expected.add(v);
            }
        }
        assertThat(all).isEqualTo(expected);
    }

    private static @Nullable Vma at(@Nullable Vma[] model, int from, int to) {
        for (int i = from; i < to; i++) {
            if (model[i] != null) {
                return model[i];
            }
        }
        return null;
    }

    private static long highest(@Nullable Vma[] model, int low, int high, int length) {
        int run = 0;
        for (int i = high - 1; i >= low; i--) {
            run = model[i] == null ? run + 1 : 0;
            if (run >= length) {
                return (i + run) * PAGE_SIZE;
            }
        }
        return -1;
    }

    private static long lowest(@Nullable Vma[] model, int low, int high, int length) {
        int run = 0;
        for (int i = low; i < high; i++) {
            run = model[i] == null ? run + 1 : 0;
            if (run >= length) {
                return (i + 1 - run) * PAGE_SIZE;
            }
        }
        return -1;
    }
}
