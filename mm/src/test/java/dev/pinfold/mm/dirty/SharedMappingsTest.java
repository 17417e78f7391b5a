package dev.pinfold.mm.dirty;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static dev.pinfold.mm.dirty.DirtyRig.BASE;
import static dev.pinfold.mm.dirty.DirtyRig.R;
import static dev.pinfold.mm.dirty.DirtyRig.RW;
import static dev.pinfold.mm.dirty.DirtyRig.SHARED;
import static dev.pinfold.mm.dirty.DirtyRig.call;
import static dev.pinfold.mm.dirty.DirtyRig.entries;
import static dev.pinfold.mm.dirty.DirtyRig.map;
import static dev.pinfold.mm.dirty.DirtyRig.mapping;
import static dev.pinfold.mm.dirty.DirtyRig.pages;
import static dev.pinfold.mm.dirty.DirtyRig.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.rmap.MappingWalkSkip;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.table.Notifier;
import dev.pinfold.mm.table.Pte;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** wp_shared_mapping_range and clean_record_shared_mapping_range, in both styles of walking. */
class SharedMappingsTest {
    private final PageBlocks bits = new PageBlocks();
    private final DirtyRange range = new DirtyRange();

    static Stream<WalkStyle> styles() {
        return Stream.of(WalkStyle.CALLBACK, WalkStyle.ITERATOR);
    }

    private static SharedMappings with(WalkStyle style, MappingWalkSkip skip) {
        return new SharedMappings(style, skip, HugeWriteProtect.PROTECT_HUGE);
    }

    private static SharedMappings with(WalkStyle style) {
        return with(style, MappingWalkSkip.CONTINUE);
    }

    private long clean(SharedMappings s, TaskContext t, OpenFile f, long first, long n, long pgoff) {
        return call(t, c -> s.cleanRecordSharedMappingRange(c, mapping(f), first, n, pgoff, bits, range));
    }

    private static long protect(SharedMappings s, TaskContext t, OpenFile f, long first, long n) {
        return call(t, c -> s.wpSharedMappingRange(c, mapping(f), first, n));
    }

    @ParameterizedTest
    @MethodSource("styles")
    void protectingCountsWhatWasWritableAndStoresFaultAgain(WalkStyle style) {
        try (DirtyRig rig = new DirtyRig(512)) {
            SharedMappings s = with(style);
            OpenFile f = rig.memfd(8);
            TaskContext b = rig.task();
            map(rig.a, BASE, 8, RW | SHARED, f, 0);
            map(b, BASE, 4, RW | SHARED, f, 2);
            for (int i = 0; i < 8; i++) {
                store(rig.a, BASE + i * PAGE_SIZE, i);
            }
            store(b, BASE, 9);
            assertThat(protect(s, rig.a, f, 2, 3)).isEqualTo(4);
            assertThat(entries(rig.a, BASE, 8)).isEqualTo("wdwdrdrdrdwdwdwd");
            assertThat(entries(b, BASE, 2)).isEqualTo("rd-.");
            assertThat(protect(s, rig.a, f, 2, 3)).isZero();
            // No CPU writes through the old translation, and a store brings the right back.
            store(b, BASE, 10);
            assertThat(entries(b, BASE, 1)).isEqualTo("wd");
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void cleaningRecordsPagesOfTheFileClipsAndGrowsTheRange(WalkStyle style) {
        try (DirtyRig rig = new DirtyRig(512)) {
            SharedMappings s = with(style);
            OpenFile f = rig.memfd(16);
            map(rig.a, BASE, 16, RW | SHARED, f, 0);
            for (int i : new int[] {1, 3, 4, 9, 15}) {
                store(rig.a, BASE + i * PAGE_SIZE, i);
            }
            assertThat(clean(s, rig.a, f, 2, 8, 2)).isEqualTo(3);
            assertThat(pages(bits)).containsExactly(1L, 2L, 7L);
            assertThat(range.start()).isEqualTo(1);
            assertThat(range.end()).isEqualTo(8);
            assertThat(entries(rig.a, BASE, 16)).contains("wd").startsWith("-.wd-.w.w.");
            // What was cleaned shows again when it is stored to again, through any TLB.
            store(rig.a, BASE + 4 * PAGE_SIZE, 1);
            assertThat(clean(s, rig.a, f, 0, 16, 0)).isEqualTo(3);
            assertThat(pages(bits)).containsExactly(1L, 2L, 4L, 7L, 15L);
            assertThat(range.start()).isEqualTo(1);
            assertThat(range.end()).isEqualTo(16);
            assertThat(clean(s, rig.a, f, 0, 16, 0)).isZero();
            range.reset();
            // Nothing found, nothing there: the range stays empty. Linux leaves the page count in its start.
            assertThat(clean(s, rig.a, f, 0, 16, 0)).isZero();
            assertThat(range.isEmpty()).isTrue();
            assertThat(range.start()).isEqualTo(16);
            // Where the bitmap begins before what is asked for, an empty range begins too low.
            range.reset();
            store(rig.a, BASE + 15 * PAGE_SIZE, 1);
            assertThat(clean(s, rig.a, f, 12, 4, 0)).isEqualTo(1);
            assertThat(range.start()).isEqualTo(4);
            assertThat(range.end()).isEqualTo(16);
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void onlySharedMappingsThatMayBeWrittenAreTouched(WalkStyle style) {
        try (DirtyRig rig = new DirtyRig(512)) {
            SharedMappings s = with(style);
            OpenFile f = rig.memfd(4);
            map(rig.a, BASE, 4, RW, f, 0);
            map(rig.a, BASE + 16 * PAGE_SIZE, 4, R | SHARED, f, 0);
            store(rig.a, BASE, 1);
            assertThat(protect(s, rig.a, f, 0, 4)).isZero();
            assertThat(clean(s, rig.a, f, 0, 4, 0)).isZero();
            assertThat(entries(rig.a, BASE, 1)).isEqualTo("wd");
        }
    }

    /** A private mapping before a shared one in the tree: Linux's walk ends there, and the dirty page stays unseen. */
    @ParameterizedTest
    @MethodSource("styles")
    void aSkippedMappingHidesOthersOnlyWhereTheWalkBreaks(WalkStyle style) {
        try (DirtyRig rig = new DirtyRig(512)) {
            OpenFile f = rig.memfd(4);
            map(rig.a, BASE, 4, RW, f, 0);
            map(rig.a, BASE + 16 * PAGE_SIZE, 4, RW | SHARED, f, 1);
            store(rig.a, BASE + 16 * PAGE_SIZE, 1);
            assertThat(clean(with(style, MappingWalkSkip.BREAK), rig.a, f, 0, 4, 0))
                    .isZero();
            assertThat(clean(with(style, MappingWalkSkip.CONTINUE), rig.a, f, 0, 4, 0))
                    .isEqualTo(1);
            assertThat(pages(bits)).containsExactly(1L);
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void notifiersHearOfEachMappingsPart(WalkStyle style) {
        try (DirtyRig rig = new DirtyRig(512)) {
            OpenFile f = rig.memfd(8);
            map(rig.a, BASE, 8, RW | SHARED, f, 0);
            store(rig.a, BASE + 3 * PAGE_SIZE, 1);
            List<String> log = new ArrayList<>();
            Notifier n = new Notifier() {
                @Override
                public void invalidateStart(long start, long end, Event event) {
                    log.add("start %d-%d %s %s"
                            .formatted(
                                    start - BASE >> 12,
                                    end - BASE >> 12,
                                    event,
                                    entries(rig.a, BASE + 3 * PAGE_SIZE, 1)));
                }

                @Override
                public void invalidateEnd(long start, long end, Event event) {
                    log.add("end %d-%d %s"
                            .formatted(start - BASE >> 12, end - BASE >> 12, entries(rig.a, BASE + 3 * PAGE_SIZE, 1)));
                }
            };
            call(rig.a, t -> {
                t.space().tables().notifiers().add(n);
                return 0;
            });
            clean(with(style), rig.a, f, 2, 4, 0);
            assertThat(log).containsExactly("start 2-6 PROTECTION_PAGE wd", "end 2-6 w.");
            call(rig.a, t -> {
                t.space().tables().notifiers().remove(n);
                return 0;
            });
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void hugeEntriesAsTheDesignSays(WalkStyle style) {
        long bits = Pte.WRITE | Pte.DIRTY | Pte.ACCESSED | Pte.NX;
        long at = 0x40000000L;
        for (String choice : List.of("skip", "split", "protect-huge")) {
            try (DirtyRig rig = new DirtyRig(4096)) {
                HugeWriteProtect h = switch (choice) {
                    case "skip" -> HugeWriteProtect.SKIP;
                    case "split" -> HugeWriteProtect.SPLIT;
                    default -> HugeWriteProtect.PROTECT_HUGE;
                };
                assertThat(h.choice()).isEqualTo(choice);
                SharedMappings s = new SharedMappings(style, MappingWalkSkip.CONTINUE, h);
                OpenFile f = rig.memfd(1024);
                map(rig.a, at, 1024, RW | SHARED, f, 0);
                int head = rig.mapHuge(rig.a, at, bits);
                rig.kernel.frames().get(head);
                this.bits.clear();
                range.reset();
                switch (choice) {
                    case "skip" -> {
                        assertThat(protect(s, rig.a, f, 0, 1024)).isZero();
                        assertThat(clean(s, rig.a, f, 0, 1024, 0)).isZero();
                        assertThat(entries(rig.a, at, 1)).isEqualTo("wd");
                        assertThat(s.missed()).isEqualTo(2);
                    }
                    case "split" -> {
                        // Dirty, and the right is all that is asked for: the mark is kept.
                        assertThat(protect(s, rig.a, f, 0, 1024)).isEqualTo(512);
                        assertThat(entries(rig.a, at, 1)).isEqualTo("rd");
                        assertThat(clean(s, rig.a, f, 0, 1024, 0)).isEqualTo(512);
                        assertThat(entries(rig.a, at, 1)).isEqualTo("-.");
                        assertThat(this.bits.size()).isEqualTo(512);
                    }
                    default -> {
                        // A part: recorded, and since the mark speaks for the others too it stays.
                        assertThat(clean(s, rig.a, f, 510, 4, 510)).isEqualTo(2);
                        assertThat(entries(rig.a, at, 1)).isEqualTo("wd");
                        assertThat(clean(s, rig.a, f, 0, 1024, 0)).isEqualTo(512);
                        assertThat(protect(s, rig.a, f, 3, 1)).isEqualTo(1);
                        assertThat(Pte.huge(DirtyRig.entry(rig.a, at))).isTrue();
                        assertThat(entries(rig.a, at, 1)).isEqualTo("r.");
                    }
                }
                DirtyRig.unmap(rig.a, at, (int) (2 * PMD_SIZE / PAGE_SIZE));
                rig.kernel.frames().clear(head, dev.pinfold.mm.frame.FrameFlags.DIRTY);
                rig.kernel.frames().put(head, 0);
            }
        }
    }

    @Test
    void anotherTasksPendingFlushMakesAllOfTheRangeFlush() {
        try (DirtyRig rig = new DirtyRig(512)) {
            OpenFile f = rig.memfd(4);
            TaskContext b = rig.task(rig.a.space());
            rig.a.space().get();
            map(rig.a, BASE, 4, RW | SHARED, f, 0);
            store(rig.a, BASE, 1);
            store(b, BASE, 1);
            // b cleans the entry and has not flushed yet: a finds nothing to do and must flush all the same.
            b.enterKernel();
            b.cursor().openAt(b.space().tables(), BASE, dev.pinfold.mm.table.TableCursor.RMAP);
            long e = b.cursor().get();
            assertThat(b.cursor().cas(e, e & ~(Pte.WRITE | Pte.DIRTY))).isTrue();
            b.cursor().reopen(BASE, BASE);
            assertThat(rig.a.lookupWrite(BASE)).isPositive();
            assertThat(protect(SharedMappings.byDefault(), rig.a, f, 0, 4)).isZero();
            assertThat(rig.a.lookupWrite(BASE)).isNegative();
            b.cursor().flushLater(BASE);
            b.cursor().close();
            b.exitKernel();
        }
    }
}
