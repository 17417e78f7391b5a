package dev.pinfold.mm.dirty;

import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.design.Debate;
import dev.pinfold.mm.design.DesignPoint;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.WalkVma;
import dev.pinfold.mm.table.Zap;

/**
 * What write-protecting and cleaning do with a huge entry of a file: the design point {@code HUGE_WRITE_PROTECT}.
 *
 * <p>Whatever the choice, a dirty mark that speaks for pages outside of the range asked for is not taken away, for nobody
 * would record those.
 */
public interface HugeWriteProtect extends Choice {
    /** Kept huge: {@link ProtectHuge}. */
    HugeWriteProtect PROTECT_HUGE = new ProtectHuge();

    /** Cleared: {@link Split}. */
    HugeWriteProtect SPLIT = new Split();

    /** Left alone: {@link Skip}. */
    HugeWriteProtect SKIP = new Skip();

    /** The point. */
    DesignPoint<HugeWriteProtect> POINT = DesignPoint.named("HUGE_WRITE_PROTECT", HugeWriteProtect.class)
            .asks("What do write-protecting and cleaning do with a huge entry of a file?")
            .debated(Debate.WALKERS)
            .linux("skip", "since 5.5, 2019; warns of entries that are writable or dirty")
            .choices(PROTECT_HUGE, SPLIT, SKIP);

    /**
     * Takes a bit from a huge entry, or does not. Preconditions: the cursor stands on the entry, whose bit is set.
     *
     * @param start first address asked for inside what the entry maps
     * @param end address after the last
     */
    void sweep(Sweep sweep, TableCursor c, WalkVma vma, long start, long end);

    /**
     * As Linux: left alone. Right as long as whoever tracks a file sees to it that its huge entries are read-only and
     * clean; {@link SharedMappings#missed} counts those that were not, for which Linux warns.
     */
    final class Skip implements HugeWriteProtect {
        private Skip() {}

        @Override
        public String choice() {
            return "skip";
        }

        @Override
        public String summary() {
            return "huge entries are left alone, and who tracks a file keeps them clean and read-only";
        }

        @Override
        public void sweep(Sweep sweep, TableCursor c, WalkVma vma, long start, long end) {
            sweep.miss();
        }
    }

    /**
     * Cleared, so that faults bring small entries, each with marks of its own. The mark of the huge entry is taken from the
     * value that was replaced, since the CPU may set it until then.
     */
    final class Split implements HugeWriteProtect {
        private Split() {}

        @Override
        public String choice() {
            return "split";
        }

        @Override
        public String summary() {
            return "the huge entry is cleared, and faults bring small ones with marks of their own";
        }

        @Override
        public void sweep(Sweep sweep, TableCursor c, WalkVma vma, long start, long end) {
            boolean whole = end - start == c.span();
            long e = c.get();
            while ((e & sweep.bit()) != 0) {
                if (Pte.dirty(e) && (sweep.bit() != Pte.DIRTY || !whole)) {
                    PROTECT_HUGE.sweep(sweep, c, vma, start, end);
                    return;
                }
                if (c.cas(e, 0)) {
                    c.flushLater(c.address(c.first()));
                    if (Pte.counted(e)) {
                        Zap.passOn(c, Pte.pfn(e), e);
                        c.unmapLater(Pte.pfn(e));
                    }
                    sweep.hit(vma, start, end);
                    return;
                }
                e = c.get();
            }
        }
    }

    /** Kept huge, and changed like any other entry: a later store makes all of it dirty again. */
    final class ProtectHuge implements HugeWriteProtect {
        private ProtectHuge() {}

        @Override
        public String choice() {
            return "protect-huge";
        }

        @Override
        public String summary() {
            return "kept huge and changed like any other entry; a later store makes all of it dirty again";
        }

        @Override
        public void sweep(Sweep sweep, TableCursor c, WalkVma vma, long start, long end) {
            boolean whole = end - start == c.span();
            long e = c.get();
            while ((e & sweep.bit()) != 0) {
                boolean keeps = sweep.bit() == Pte.DIRTY && !whole;
                if (keeps || c.cas(e, e & ~sweep.bit())) {
                    if (!keeps) {
                        c.flushLater(c.address(c.first()));
                    }
                    sweep.hit(vma, start, end);
                    return;
                }
                e = c.get();
            }
        }
    }
}
