package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which callbacks a walk makes, and in which order; the rules are those of Linux's mm/pagewalk.c. */
class WalkTest {
    private static final long A = 0x7000_0000_0000L;
    private static final long RW = Pte.WRITE | Pte.NX;

    record Range(long start, long end, long flags, PageTables tables) implements WalkVma {
        @Override
        public long pgoff() {
            return 0;
        }
    }

    /** Mappings in order of address; notes which locks are asked for. */
    static final class Layout implements WalkSpace {
        final PageTables tables;
        final List<Range> ranges = new ArrayList<>();
        final List<String> locks = new ArrayList<>();

        Layout(PageTables tables) {
            this.tables = tables;
        }

        Layout map(long start, long end, long flags) {
            ranges.add(new Range(start, end, flags, tables));
            return this;
        }

        @Override
        public PageTables tables() {
            return tables;
        }

        @Override
        public @Nullable WalkVma find(long address) {
            return ranges.stream().filter(r -> r.end() > address).findFirst().orElse(null);
        }

        @Override
        public void assertMmapLocked() {
            locks.add("mmap");
        }

        @Override
        public void assertMmapWriteLocked() {
            locks.add("mmap write");
        }

        @Override
        public void writeLockVma(WalkVma vma) {
            locks.add("lock " + Long.toHexString(vma.start()));
        }

        @Override
        public void assertVmaWriteLocked(WalkVma vma) {
            locks.add("vma write");
        }

        @Override
        public void assertVmaLocked(WalkVma vma) {
            locks.add("vma");
        }
    }

    private static void inBench(int levels, Consumer<Setting> test) {
        try (Bench b = new Bench(1, 4096)) {
            PageTables tables = b.tables(levels);
            Bench.Task t = b.task(tables);
            Setting s = new Setting(b, tables, t, new Layout(tables), new ArrayList<>());
            test.accept(s);
            t.destroy(tables);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    record Setting(Bench bench, PageTables tables, Bench.Task t, Layout space, List<String> log) {
        WalkOps.Builder ops() {
            return WalkOps.builder();
        }

        /** A callback that notes a name and the range, relative to A in pages. */
        WalkOps.Entry note(String name) {
            return (w, e, start, end) -> {
                log.add("%s %d-%d".formatted(name, start - A >> 12, end - A >> 12));
                return 0;
            };
        }

        WalkOps.Hole noteHole() {
            return (w, start, end, depth) -> {
                log.add("hole%d %d-%d".formatted(depth, start - A >> 12, end - A >> 12));
                return 0;
            };
        }

        long range(WalkOps.Builder ops, long start, long end) {
            t.enterKernel();
            long r = new Walk(t.cursor, ops.build()).range(space, start, end);
            t.exitKernel();
            return r;
        }

        int mapHuge(long address, boolean anonymous) {
            t.enterKernel();
            int head = t.frames.allocZeroed(Zone.NORMAL, 9, t.cpuId());
            if (anonymous) {
                t.frames.set(head, FrameFlags.ANON | FrameFlags.ANON_EXCLUSIVE);
            }
            FolioMaps.add(t.frames, head, Geometry.PMD, 1);
            assertThat(t.cursor.openHuge(tables, address, Geometry.PMD)).isTrue();
            t.cursor.set(Pte.of(head, Pte.PRESENT | Pte.USER | RW | Pte.HUGE));
            if (anonymous) {
                t.cursor.deposit(PageTables.allocTable(t.frames, t.cpuId()));
            }
            t.cursor.close();
            t.exitKernel();
            return head;
        }
    }

    @Test
    void mappingsAndHolesComeInOrder() {
        inBench(4, s -> {
            s.space
                    .map(A, A + 2 * PAGE_SIZE, 0)
                    .map(A + 4 * PAGE_SIZE, A + 5 * PAGE_SIZE, 0)
                    .map(A + 7 * PAGE_SIZE, A + 8 * PAGE_SIZE, VmFlags.VM_PFNMAP);
            s.t.map(s.tables, A + PAGE_SIZE, RW);
            long r = s.range(s.ops().pte(s.note("pte")).pteHole(s.noteHole()), A, A + 10 * PAGE_SIZE);
            assertThat(r).isZero();
            assertThat(s.log)
                    .containsExactly(
                            "pte 0-1", "pte 1-2", "hole-1 2-4", "pte 4-5", "hole-1 5-7", "hole-1 7-8", "hole-1 8-10");
        });
    }

    @Test
    void depthsOfHolesAreLinuxs() {
        for (int levels = 4; levels <= 5; levels++) {
            int top = levels;
            inBench(levels, s -> {
                long end = A + Geometry.span(Geometry.P4D) * 2;
                s.space.map(A, end, 0);
                s.t.map(s.tables, A, RW);
                s.range(
                        s.ops().pte((w, e, a, b) -> 0).pteHole((w, start, stop, depth) -> {
                            s.log.add(depth + ":" + Long.toHexString(start - A));
                            return 0;
                        }),
                        A,
                        end);
                assertThat(s.log.getFirst()).isEqualTo("3:200000");
                assertThat(s.log).contains("3:" + Long.toHexString(511 * PMD_SIZE), "2:40000000");
                assertThat(s.log).contains((top == 4 ? "0:" : "1:") + Long.toHexString(1L << 39));
                assertThat(s.log).hasSize(511 + 511 + 1);
            });
        }
    }

    @Test
    void everyLevelIsShownFromTheTop() {
        inBench(5, s -> {
            s.space.map(A, A + PAGE_SIZE, 0);
            s.t.map(s.tables, A, RW);
            s.range(
                    s.ops()
                            .pgd(s.note("pgd"))
                            .p4d(s.note("p4d"))
                            .pud(s.note("pud"))
                            .pmd(s.note("pmd"))
                            .pte(s.note("pte")),
                    A,
                    A + PAGE_SIZE);
            assertThat(s.log).containsExactly("pgd 0-1", "p4d 0-1", "pud 0-1", "pmd 0-1", "pte 0-1");
        });
    }

    @Test
    void callbacksStopSkipAndFail() {
        inBench(4, s -> {
            s.space.map(A, A + PMD_SIZE, 0).map(A + PMD_SIZE, A + 2 * PMD_SIZE, 0);
            s.t.map(s.tables, A, RW);
            s.t.map(s.tables, A + PMD_SIZE, RW);
            assertThat(s.range(s.ops().pte((w, e, a, b) -> a == A + 7 * PAGE_SIZE ? 42 : 0), A, A + 2 * PMD_SIZE))
                    .isEqualTo(42);
            assertThat(s.range(s.ops().pmd((w, e, a, b) -> -Errno.EIO), A, A + PMD_SIZE))
                    .isEqualTo(-Errno.EIO);
            // CONTINUE: what is below is not looked at.
            long[] ptes = {0};
            s.range(
                    s.ops()
                            .pmd((w, e, a, b) -> {
                                if (a == A) {
                                    w.action(Walk.Action.CONTINUE);
                                }
                                return 0;
                            })
                            .pte((w, e, a, b) -> {
                                ptes[0]++;
                                return 0;
                            }),
                    A,
                    A + 2 * PMD_SIZE);
            assertThat(ptes[0]).isEqualTo(512);
            // AGAIN: the same entry once more.
            int[] times = {0};
            s.range(
                    s.ops().pmd((w, e, a, b) -> {
                        if (++times[0] < 3) {
                            w.action(Walk.Action.AGAIN);
                        }
                        return 0;
                    }),
                    A,
                    A + PMD_SIZE);
            assertThat(times[0]).isEqualTo(3);
        });
    }

    @Test
    void testWalkSkipsAMappingOrEndsTheWalk() {
        inBench(4, s -> {
            s.space
                    .map(A, A + PAGE_SIZE, 1)
                    .map(A + PAGE_SIZE, A + 2 * PAGE_SIZE, 2)
                    .map(A + 2 * PAGE_SIZE, A + 3 * PAGE_SIZE, 1);
            for (int i = 0; i < 3; i++) {
                s.t.map(s.tables, A + i * PAGE_SIZE, RW);
            }
            WalkOps.Builder ops = s.ops()
                    .pte(s.note("pte"))
                    .testWalk((w, a, b) ->
                            java.util.Objects.requireNonNull(w.vma()).flags() == 2 ? 1 : 0);
            assertThat(s.range(ops, A, A + 3 * PAGE_SIZE)).isZero();
            assertThat(s.log).containsExactly("pte 0-1", "pte 2-3");
            s.t.enterKernel();
            Walk walk = new Walk(s.t.cursor, ops.build());
            // One mapping by itself is walked whatever the test says.
            assertThat(walk.vma(s.space, s.space.ranges.get(1))).isZero();
            assertThat(s.log).hasSize(3);
            assertThat(walk.vmaRange(s.space, s.space.ranges.get(0), A, A + 2 * PAGE_SIZE))
                    .isEqualTo(-Errno.EINVAL);
            s.t.exitKernel();
            assertThat(s.range(s.ops().testWalk((w, a, b) -> -Errno.EPERM), A, A + PAGE_SIZE))
                    .isEqualTo(-Errno.EPERM);
        });
    }

    @Test
    void bracketsSurroundEachMapping() {
        inBench(4, s -> {
            s.space.map(A, A + PAGE_SIZE, 0).map(A + PAGE_SIZE, A + 2 * PAGE_SIZE, 0);
            s.t.map(s.tables, A, RW);
            s.range(
                    s.ops()
                            .pte(s.note("pte"))
                            .preVma((w, a, b) -> s.log.add("pre") ? 0 : 1)
                            .postVma(w -> s.log.add("post")),
                    A,
                    A + 2 * PAGE_SIZE);
            assertThat(s.log).containsExactly("pre", "pte 0-1", "post", "pre", "pte 1-2", "post");
            s.log.clear();
            assertThat(s.range(s.ops().preVma((w, a, b) -> 5).postVma(w -> s.log.add("post")), A, A + PAGE_SIZE))
                    .isEqualTo(5);
            assertThat(s.log).isEmpty();
        });
    }

    @Test
    void aHugeEntryIsSplitOnlyIfSomebodyAsksForWhatIsBelow() {
        inBench(4, s -> {
            s.space.map(A, A + PMD_SIZE, 0);
            s.mapHuge(A, true);
            s.range(s.ops().pmd(s.note("pmd")), A, A + PMD_SIZE);
            assertThat(Pte.huge(s.tables.entry(A))).isTrue();
            s.range(
                    s.ops()
                            .pmd((w, e, a, b) -> {
                                w.action(Walk.Action.CONTINUE);
                                return 0;
                            })
                            .pte(s.note("pte")),
                    A,
                    A + PMD_SIZE);
            assertThat(Pte.huge(s.tables.entry(A))).isTrue();
            s.t.enterKernel();
            assertThat(new Walk(s.t.cursor, s.ops().pte(s.note("pte")).build()).kernel(s.tables, A, A + PMD_SIZE))
                    .isZero();
            s.t.exitKernel();
            assertThat(Pte.huge(s.tables.entry(A))).isTrue();
            assertThat(s.log).containsExactly("pmd 0-512");
            s.range(s.ops().pte(s.note("pte")), A, A + PMD_SIZE);
            assertThat(Pte.huge(s.tables.entry(A))).isFalse();
            assertThat(s.log).hasSize(513);
        });
    }

    @Test
    void aFilesHugeEntryIsClearedAndItsPlaceIsAHole() {
        inBench(4, s -> {
            s.space.map(A, A + PMD_SIZE, 0);
            int head = s.mapHuge(A, false);
            s.bench.frames.get(head);
            s.range(s.ops().pte(s.note("pte")).pteHole(s.noteHole()), A, A + PMD_SIZE);
            assertThat(s.log).containsExactly("hole3 0-512");
            assertThat(s.tables.context().flushPending()).isFalse();
            s.bench.frames.put(head, 0);
        });
    }

    @Test
    void installingFillsEmptyEntriesAndMakesTables() {
        inBench(4, s -> {
            s.space.map(A, A + 2 * PMD_SIZE, 0);
            s.t.map(s.tables, A + PAGE_SIZE, RW);
            WalkOps ops = s.ops()
                    .pte(s.note("pte"))
                    .installPte((w, a) -> {
                        w.install(Pte.GUARD);
                        return 0;
                    })
                    .build();
            s.t.enterKernel();
            Walk walk = new Walk(s.t.cursor, ops);
            assertThat(walk.range(s.space, A, A + PAGE_SIZE)).isEqualTo(-Errno.EINVAL);
            assertThat(walk.rangeInstalling(s.space, A, A + PMD_SIZE + PAGE_SIZE))
                    .isZero();
            s.t.exitKernel();
            assertThat(s.log).containsExactly("pte 1-2");
            assertThat(Pte.isGuard(s.tables.entry(A + PMD_SIZE))).isTrue();
            assertThat(s.tables.entry(A + PMD_SIZE + PAGE_SIZE)).isZero();
        });
    }

    @Test
    void changesAreFlushedWhenTheMappingIsDone() {
        inBench(4, s -> {
            s.space.map(A, A + PAGE_SIZE, 0);
            s.t.map(s.tables, A, RW);
            assertThat(s.t.access(A, Access.WRITE)).isPositive();
            s.range(
                    s.ops().changing().pte((w, e, a, b) -> {
                        assertThat(w.cas(e, e & ~Pte.WRITE)).isTrue();
                        w.flushLater();
                        return 0;
                    }),
                    A,
                    A + PAGE_SIZE);
            assertThat(s.t.access(A, Access.WRITE)).isEqualTo(Mmu.DENIED);
        });
    }

    @Test
    void arguments() {
        inBench(4, s -> {
            assertThat(s.range(s.ops(), A, A)).isEqualTo(-Errno.EINVAL);
            assertThat(s.range(s.ops().lock(WalkLock.VMA_RDLOCK_VERIFY), A, A + PAGE_SIZE))
                    .isEqualTo(-Errno.EINVAL);
            s.space.map(A, A + PAGE_SIZE, 0);
            assertThat(s.range(s.ops().lock(WalkLock.WRLOCK).pte((w, e, a, b) -> 0), A, A + PAGE_SIZE))
                    .isZero();
            assertThat(s.space.locks).contains("lock " + Long.toHexString(A));
        });
    }

    @Test
    void entriesOfAFolioAreFoundInAMapping() {
        inBench(4, s -> {
            Range r = new Range(A, A + 4 * PMD_SIZE, 0, s.tables);
            int head = s.mapHuge(A + PMD_SIZE, true);
            int small = s.t.map(s.tables, A + 3 * PAGE_SIZE, RW);
            s.t.enterKernel();
            MappedWalk walk = new MappedWalk(s.t.cursor);
            for (int flags = 0; flags <= MappedWalk.SYNC; flags++) {
                walk.open(r, small, 1, 3, flags);
                assertThat(walk.next()).isTrue();
                assertThat(walk.address()).isEqualTo(A + 3 * PAGE_SIZE);
                assertThat(walk.next()).isFalse();
                walk.close();
                walk.open(r, small, 1, 4, flags);
                assertThat(walk.next()).isFalse();
                walk.close();
                walk.open(r, head, 512, 512, flags);
                assertThat(walk.next()).isTrue();
                assertThat(walk.huge()).isTrue();
                assertThat(walk.next()).isFalse();
                walk.close();
            }
            s.t.exitKernel();
            s.t.zap(s.tables, A + PMD_SIZE, A + PMD_SIZE + PAGE_SIZE, A + PMD_SIZE, A + PMD_SIZE + PAGE_SIZE);
            s.t.enterKernel();
            int found = 0;
            for (walk.open(r, head, 512, 512, MappedWalk.SYNC); walk.next(); ) {
                found++;
            }
            walk.close();
            assertThat(found).isEqualTo(511);
            s.t.exitKernel();
        });
    }

    @Test
    void oneFolioIsHeldWhileItIsLookedAt() {
        inBench(4, s -> {
            int small = s.t.map(s.tables, A, RW);
            int head = s.mapHuge(A + PMD_SIZE, true);
            s.t.enterKernel();
            FolioWalk walk = new FolioWalk(s.t.cursor);
            assertThat(walk.start(s.tables, A + 5, 0)).isEqualTo(small);
            assertThat(walk.huge()).isFalse();
            walk.end();
            assertThat(walk.start(s.tables, A + PMD_SIZE + 3 * PAGE_SIZE, 0)).isEqualTo(head + 3);
            assertThat(walk.folio(s.bench.frames)).isEqualTo(head);
            walk.end();
            assertThat(walk.start(s.tables, A + PAGE_SIZE, 0)).isEqualTo(-1);
            s.t.exitKernel();
        });
    }
}
