package dev.pinfold.mm.dirty;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.dirty.DirtyRig.BASE;
import static dev.pinfold.mm.dirty.DirtyRig.RW;
import static dev.pinfold.mm.dirty.DirtyRig.SHARED;
import static dev.pinfold.mm.dirty.DirtyRig.load;
import static dev.pinfold.mm.dirty.DirtyRig.map;
import static dev.pinfold.mm.dirty.DirtyRig.store;
import static dev.pinfold.mm.dirty.DirtyRig.unmap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.syscall.Madvise;
import dev.pinfold.mm.syscall.Mprotect;
import dev.pinfold.mm.syscall.Mremap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checkpoints of private memory name exactly what changed. */
class SpaceTrackerTest {
    private static final long FAR = BASE + (1L << 31);

    private static SpaceTracker track(TaskContext t) {
        return Objects.requireNonNull(SpaceTracker.open(t.space()));
    }

    private static Checkpoint checkpoint(TaskContext t, SpaceTracker tracker, @Nullable Checkpoint previous) {
        t.enterKernel();
        SpaceTracker.Outcome o = tracker.checkpoint(t, previous);
        t.exitKernel();
        assertThat(o.error()).isZero();
        return Objects.requireNonNull(o.checkpoint());
    }

    /** Pages relative to BASE. */
    private static List<Long> pages(PageBlocks set) {
        List<Long> all = new ArrayList<>();
        set.forEach(p -> all.add(p - (BASE >>> 12)));
        return all;
    }

    private static long madvise(TaskContext t, long address, long pages, int advice) {
        return DirtyRig.call(t, c -> Madvise.call(c, address, pages * PAGE_SIZE, advice));
    }

    @Test
    void theFirstHasEverythingTheNextWhatWasStoredTo() {
        try (DirtyRig rig = new DirtyRig(4096)) {
            TaskContext t = rig.a;
            map(t, BASE, 1024, RW);
            for (int i : new int[] {0, 5, 511, 512, 1000}) {
                store(t, BASE + i * PAGE_SIZE, 1);
            }
            assertThat(load(t, BASE + 7 * PAGE_SIZE)).isZero();
            SpaceTracker tracker = track(t);
            assertThat(SpaceTracker.open(t.space())).isNull();
            Checkpoint c = checkpoint(t, tracker, null);
            assertThat(pages(c.written())).containsExactly(0L, 5L, 511L, 512L, 1000L);
            c = checkpoint(t, tracker, c);
            assertThat(c.written().size()).isZero();
            store(t, BASE + 511 * PAGE_SIZE, 2);
            store(t, BASE + 9 * PAGE_SIZE, 2);
            assertThat(load(t, BASE)).isEqualTo(1);
            c = checkpoint(t, tracker, c);
            assertThat(pages(c.written())).containsExactly(9L, 511L);
            assertThat(c.dropped().size()).isZero();
            tracker.close();
        }
    }

    @Test
    void whatGoesIsNamed() {
        try (DirtyRig rig = new DirtyRig(4096)) {
            TaskContext t = rig.a;
            map(t, BASE, 1024, RW);
            map(t, FAR, 4, RW);
            for (int i = 0; i < 8; i++) {
                store(t, BASE + i * PAGE_SIZE, 1);
                store(t, BASE + (512 + i) * PAGE_SIZE, 1);
            }
            store(t, FAR, 1);
            SpaceTracker tracker = track(t);
            Checkpoint c = checkpoint(t, tracker, null);
            assertThat(madvise(t, BASE + 2 * PAGE_SIZE, 2, Mman.MADV_DONTNEED)).isZero();
            assertThat(load(t, BASE + 2 * PAGE_SIZE)).isZero();
            store(t, BASE + 3 * PAGE_SIZE, 4);
            unmap(t, BASE + 512 * PAGE_SIZE, 512);
            unmap(t, FAR, 4);
            Checkpoint next = checkpoint(t, tracker, c);
            assertThat(pages(next.written())).containsExactly(3L);
            assertThat(pages(next.dropped()))
                    .containsExactly(2L, 512L, 513L, 514L, 515L, 516L, 517L, 518L, 519L, FAR - BASE >> 12);
            // What is mapped anew in the same place is new, and its table another one.
            map(t, BASE + 512 * PAGE_SIZE, 512, RW);
            store(t, BASE + 513 * PAGE_SIZE, 1);
            Checkpoint last = checkpoint(t, tracker, next);
            assertThat(pages(last.written())).containsExactly(513L);
            assertThat(last.dropped().size()).isZero();
            tracker.close();
        }
    }

    @Test
    void anOlderCheckpointGetsAllThatChangedSince() {
        try (DirtyRig rig = new DirtyRig(1024)) {
            TaskContext t = rig.a;
            map(t, BASE, 16, RW);
            store(t, BASE, 1);
            SpaceTracker tracker = track(t);
            Checkpoint one = checkpoint(t, tracker, null);
            store(t, BASE + PAGE_SIZE, 1);
            store(t, BASE + 2 * PAGE_SIZE, 1);
            Checkpoint two = checkpoint(t, tracker, one);
            store(t, BASE + 3 * PAGE_SIZE, 1);
            madvise(t, BASE + PAGE_SIZE, 1, Mman.MADV_DONTNEED);
            Checkpoint three = checkpoint(t, tracker, one);
            assertThat(pages(three.written())).containsExactly(2L, 3L);
            assertThat(pages(three.dropped())).containsExactly(1L);
            assertThat(pages(checkpoint(t, tracker, two).written())).containsExactly(3L);
            assertThat(pages(checkpoint(t, tracker, null).written())).containsExactly(0L, 2L, 3L);
            tracker.close();
            SpaceTracker again = track(t);
            t.enterKernel();
            assertThat(again.checkpoint(t, one).error()).isNegative();
            t.exitKernel();
            again.close();
        }
    }

    @Test
    void newsOutliveForkProtectionAndMoves() {
        try (DirtyRig rig = new DirtyRig(8192)) {
            TaskContext t = rig.a;
            map(t, BASE, 1024, RW);
            for (int i = 0; i < 1024; i++) {
                store(t, BASE + i * PAGE_SIZE, 1);
            }
            SpaceTracker tracker = track(t);
            Checkpoint c = checkpoint(t, tracker, null);
            store(t, BASE + 4 * PAGE_SIZE, 2);
            // The table is shared now: its news are taken from a copy, and the child's entries keep theirs.
            TaskContext child = rig.fork(t);
            store(t, BASE + 5 * PAGE_SIZE, 2);
            c = checkpoint(t, tracker, c);
            assertThat(pages(c.written())).containsExactly(4L, 5L);
            c = checkpoint(t, tracker, c);
            assertThat(c.written().size()).isZero();
            SpaceTracker ofChild = track(child);
            Checkpoint d = checkpoint(child, ofChild, null);
            assertThat(d.written().size()).isEqualTo(1024);
            store(child, BASE + 600 * PAGE_SIZE, 3);
            assertThat(pages(checkpoint(child, ofChild, d).written())).containsExactly(600L);
            assertThat(checkpoint(t, tracker, c).written().size()).isZero();
            ofChild.close();
            rig.exit(child);

            store(t, BASE + 6 * PAGE_SIZE, 2);
            assertThat(DirtyRig.call(t, x -> Mprotect.call(x, BASE, 16 * PAGE_SIZE, 1)))
                    .isZero();
            assertThat(madvise(t, BASE + 7 * PAGE_SIZE, 1, Mman.MADV_FREE)).isZero();
            c = checkpoint(t, tracker, c);
            assertThat(pages(c.written())).containsExactly(6L);

            // Whole tables move entry by entry while somebody tracks: every page is news in its new place.
            long to = BASE + (1L << 30);
            assertThat(DirtyRig.call(
                            t,
                            x -> Mremap.call(
                                    x,
                                    BASE + 512 * PAGE_SIZE,
                                    512 * PAGE_SIZE,
                                    512 * PAGE_SIZE,
                                    Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED,
                                    to)))
                    .isEqualTo(to);
            c = checkpoint(t, tracker, c);
            assertThat(c.written().size()).isEqualTo(512);
            assertThat(c.dropped().size()).isEqualTo(512);
            assertThat(c.written().contains(to >>> 12)).isTrue();
            tracker.close();
        }
    }

    @Test
    void sharedMappingsAndFilesPagesAreNotPrivateMemory() {
        try (DirtyRig rig = new DirtyRig(1024)) {
            TaskContext t = rig.a;
            var f = rig.memfd(8);
            map(t, BASE, 8, RW | SHARED, f, 0);
            map(t, BASE + 8 * PAGE_SIZE, 8, RW, f, 0);
            store(t, BASE, 1);
            assertThat(load(t, BASE + 8 * PAGE_SIZE)).isEqualTo(1);
            store(t, BASE + 9 * PAGE_SIZE, 1);
            SpaceTracker tracker = track(t);
            Checkpoint c = checkpoint(t, tracker, null);
            assertThat(pages(c.written())).containsExactly(9L);
            madvise(t, BASE + 9 * PAGE_SIZE, 1, Mman.MADV_DONTNEED);
            assertThat(load(t, BASE + 9 * PAGE_SIZE)).isZero();
            c = checkpoint(t, tracker, c);
            assertThat(pages(c.dropped())).containsExactly(9L);
            tracker.close();
        }
    }

    /** Four writers, one of whom also gives memory back: a copy brought up to date by checkpoints ends up equal. */
    @Test
    void aCopyKeptUpByCheckpointsIsEqualInTheEnd() throws InterruptedException {
        int pages = 2048;
        try (DirtyRig rig = new DirtyRig(8192, 5)) {
            TaskContext t = rig.a;
            map(t, BASE, pages, RW);
            SpaceTracker tracker = track(t);
            byte[] copy = new byte[pages];
            AtomicInteger rounds = new AtomicInteger();
            Thread[] writers = new Thread[4];
            for (int w = 0; w < writers.length; w++) {
                int seed = w;
                t.space().get();
                TaskContext own = rig.task(t.space());
                writers[w] = new Thread(() -> {
                    Random random = new Random(seed);
                    for (int i = 0; i < 30_000 || rounds.get() < 3; i++) {
                        int page = random.nextInt(pages / 4) * 4 + seed;
                        if (seed == 3 && i % 61 == 0) {
                            madvise(own, BASE + page * PAGE_SIZE, 1, Mman.MADV_DONTNEED);
                        } else {
                            store(own, BASE + page * PAGE_SIZE, random.nextInt(256));
                        }
                    }
                    own.leaveCpu();
                });
                writers[w].start();
            }
            Checkpoint c = checkpoint(t, tracker, null);
            c.written().forEach(p -> copy[(int) (p - (BASE >>> 12))] = (byte) load(t, p << 12));
            boolean over = false;
            while (true) {
                c = checkpoint(t, tracker, c);
                c.written().forEach(p -> copy[(int) (p - (BASE >>> 12))] = (byte) load(t, p << 12));
                c.dropped().forEach(p -> copy[(int) (p - (BASE >>> 12))] = 0);
                if (over) {
                    break;
                }
                rounds.incrementAndGet();
                over = true;
                for (Thread w : writers) {
                    over &= !w.isAlive();
                }
            }
            for (Thread w : writers) {
                w.join();
            }
            for (int p = 0; p < pages; p++) {
                assertThat(copy[p])
                        .as("page %d after %d rounds", p, rounds.get())
                        .isEqualTo((byte) load(t, BASE + p * PAGE_SIZE));
            }
            tracker.close();
        }
    }
}
