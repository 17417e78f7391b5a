package dev.pinfold.mm.dirty;

import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.design.Debate;
import dev.pinfold.mm.design.DesignPoint;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.FileTask;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.rmap.MappingWalk;
import dev.pinfold.mm.rmap.MappingWalkSkip;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.table.Notifier;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.Walk;
import dev.pinfold.mm.table.WalkOps;
import dev.pinfold.mm.table.WalkVma;
import java.util.Objects;

/**
 * How the entries of a file's mappings are come by: the design point {@code WALK_STYLE}. Both styles do the same to the
 * same entries in the same order, under i_mmap alone.
 *
 * <p>Each mapping is one transaction: notifiers are told, the change counts as a pending flush, entries change under the
 * locks of their tables, what was touched is flushed (or all of the mapping's part, if somebody else's flush is pending:
 * what that one changed may have looked like nothing to do), notifiers are told again, the flush is no longer pending.
 */
public interface WalkStyle extends Choice {
    /** The walk calls back for each entry: {@code walk_page_mapping}, as Linux does it. */
    WalkStyle CALLBACK = new Callback();

    /** The job pulls the entries, table by table, and has them in a loop of its own. */
    WalkStyle ITERATOR = new Iterator();

    /** The point. */
    DesignPoint<WalkStyle> POINT = DesignPoint.named("WALK_STYLE", WalkStyle.class)
            .asks("How does a walk hand over the entries of a file's mappings?")
            .debated(Debate.WALKERS)
            .linux("callback", "since 5.5, 2019; iterators came for single folios in 6.12")
            .choices(CALLBACK, ITERATOR);

    /** Sweeps pages {@code [first, first + pages)} of a file. Preconditions: its i_mmap lock is held. */
    void sweep(FileTask t, FileMapping file, long first, long pages, Sweep job, MappingWalkSkip skip);

    /** Has a mapping's whole part flushed if somebody has changed entries there and not flushed yet. */
    private static void flushForOthers(TableCursor c, WalkVma vma, long start, long end) {
        if (!Guard.NO_OTHER_FLUSH_PENDING.holds(!vma.tables().context().flushPendingNested())) {
            c.touched(start, end);
        }
    }

    /** See {@link WalkStyle#CALLBACK}. */
    final class Callback implements WalkStyle {
        private Callback() {}

        @Override
        public String choice() {
            return "callback";
        }

        @Override
        public String summary() {
            return "the walk calls back for each entry";
        }

        @Override
        public void sweep(FileTask t, FileMapping file, long first, long pages, Sweep job, MappingWalkSkip skip) {
            long last = MappingWalk.last(first, pages);
            WalkOps ops = WalkOps.builder()
                    .changingInPlace()
                    .event(Notifier.Event.PROTECTION_PAGE)
                    .testWalk((walk, start, end) -> Sweep.concerns(vma(walk)) ? 0 : 1)
                    .pte((walk, entry, start, end) -> {
                        job.entry(walk.cursor(), walk.index(), vma(walk));
                        return 0;
                    })
                    .huge((walk, entry, start, end) -> {
                        job.hugeEntry(walk.cursor(), vma(walk), start, end);
                        return 0;
                    })
                    .postVma(walk -> {
                        Mapped m = vma(walk);
                        flushForOthers(walk.cursor(), m, MappingWalk.startOf(m, first), MappingWalk.endOf(m, last));
                    })
                    .build();
            long stopped =
                    MappingWalk.pages(file.iMmapLock(), file.iMmap(), first, pages, new Walk(t.cursor(), ops), skip);
            if (stopped != 0) {
                throw new AssertionError("a walk ended that nothing should end: " + stopped);
            }
        }

        private static Mapped vma(Walk walk) {
            return (Mapped) Objects.requireNonNull(walk.vma());
        }
    }

    /** See {@link WalkStyle#ITERATOR}. */
    final class Iterator implements WalkStyle {
        private Iterator() {}

        @Override
        public String choice() {
            return "iterator";
        }

        @Override
        public String summary() {
            return "the job pulls the entries, table by table, in a loop of its own";
        }

        @Override
        public void sweep(FileTask t, FileMapping file, long first, long pages, Sweep job, MappingWalkSkip skip) {
            file.iMmapLock().assertHeld();
            long last = MappingWalk.last(first, pages);
            var tree = file.iMmap();
            for (Mapped m = tree.first(first, last); m != null; m = tree.next(m, first, last)) {
                if (Sweep.concerns(m)) {
                    mapping(t.cursor(), m, MappingWalk.startOf(m, first), MappingWalk.endOf(m, last), job);
                } else if (skip.ends()) {
                    return;
                }
            }
        }

        private static void mapping(TableCursor c, Mapped m, long start, long end, Sweep job) {
            c.open(m.tables(), start, end, TableCursor.RMAP | TableCursor.HUGE_PART, Notifier.Event.PROTECTION_PAGE);
            while (c.next()) {
                if (c.huge()) {
                    long base = c.address(c.first());
                    job.hugeEntry(c, m, Math.max(start, base), Math.min(end, base + c.span()));
                } else {
                    for (int i = c.first(), limit = c.limit(); i < limit; i++) {
                        job.entry(c, i, m);
                    }
                }
            }
            flushForOthers(c, m, start, end);
            c.close();
        }
    }
}
