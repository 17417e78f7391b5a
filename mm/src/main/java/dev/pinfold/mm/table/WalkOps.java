package dev.pinfold.mm.table;

import org.jspecify.annotations.Nullable;

/**
 * What a walk calls for what it meets: {@code struct mm_walk_ops}. Every callback may be left out, and that matters: an
 * entry whose lower levels nobody asks for is not descended into, and a huge entry is split only if somebody asks for
 * what is below it.
 *
 * <p>Each returns 0 to go on, a value above 0 to stop the walk and be its result, or -errno to fail it. One that is called
 * for an entry above the leaves may tell the walk how to go on by {@link Walk#action}.
 */
public final class WalkOps {
    /** Called for an entry that is not empty (a PTE also if it is). */
    @FunctionalInterface
    public interface Entry {
        /**
         * One entry of its level.
         *
         * @param walk the walk, and through it the entry
         * @param entry the entry as it stood when the walk came to it
         * @param start the first address it maps of the range walked
         * @param end the address after the last
         * @return 0, a result, or -errno
         */
        long visit(Walk walk, long entry, long start, long end);
    }

    /** Called for a range that no table or no mapping covers. */
    @FunctionalInterface
    public interface Hole {
        /**
         * A hole.
         *
         * @param depth the level whose entry is empty: 0 PGD, 1 P4D, 2 PUD, 3 PMD, where a level that four-level tables do
         *     not have counts as the one above; -1 where no mapping is, or one whose entries are not walked
         */
        long visit(Walk walk, long start, long end, int depth);
    }

    /** Called for a mapping, or the part of one, that is about to be walked. */
    @FunctionalInterface
    public interface Range {
        long visit(Walk walk, long start, long end);
    }

    /** Called for an empty PTE, to give it an entry by {@link Walk#install}. */
    @FunctionalInterface
    public interface Install {
        long visit(Walk walk, long address);
    }

    /** Called after a mapping was walked, if {@link Builder#preVma} let it. */
    @FunctionalInterface
    public interface After {
        void visit(Walk walk);
    }

    /** Callbacks by level of {@link Geometry}, but the PGD has a place of its own, above. */
    final @Nullable Entry[] byLevel;

    final @Nullable Entry huge;
    final @Nullable Hole pteHole;
    final @Nullable Range testWalk;
    final @Nullable Range preVma;
    final @Nullable After postVma;
    final @Nullable Install installPte;
    final WalkLock lock;
    final int mode;
    final Notifier.Event event;

    private WalkOps(Builder b) {
        byLevel = b.byLevel.clone();
        huge = b.huge;
        pteHole = b.pteHole;
        testWalk = b.testWalk;
        preVma = b.preVma;
        postVma = b.postVma;
        installPte = b.installPte;
        lock = b.lock;
        mode = b.huge == null ? b.mode : b.mode | TableCursor.HUGE_PART;
        event = b.event;
    }

    /** No callbacks yet, {@link WalkLock#RDLOCK}, entries are only read. */
    public static Builder builder() {
        return new Builder();
    }

    /** True if some callback asks for entries below a level. */
    boolean asksBelow(int level) {
        for (int i = 0; i < level; i++) {
            if (byLevel[i] != null) {
                return true;
            }
        }
        return level > Geometry.PMD && huge != null;
    }

    /** Gathers callbacks. */
    public static final class Builder {
        private final @Nullable Entry[] byLevel = new @Nullable Entry[Geometry.PGD + 1];
        private @Nullable Entry huge;
        private @Nullable Hole pteHole;
        private @Nullable Range testWalk;
        private @Nullable Range preVma;
        private @Nullable After postVma;
        private @Nullable Install installPte;
        private WalkLock lock = WalkLock.RDLOCK;
        private int mode = TableCursor.READ;
        private Notifier.Event event = Notifier.Event.PROTECTION_VMA;

        private Builder() {}

        /** For each PGD entry; on four-level tables for empty ones, too, as Linux does where the level is folded. */
        public Builder pgd(Entry e) {
            byLevel[Geometry.PGD] = e;
            return this;
        }

        public Builder p4d(Entry e) {
            byLevel[Geometry.P4D] = e;
            return this;
        }

        /** For each PUD entry that is not empty: a table, or a huge entry, which the callback has to know of. No lock. */
        public Builder pud(Entry e) {
            byLevel[Geometry.PUD] = e;
            return this;
        }

        /** For each PMD entry that is not empty: a table, or a huge entry, which the callback has to know of. No lock. */
        public Builder pmd(Entry e) {
            byLevel[Geometry.PMD] = e;
            return this;
        }

        /**
         * For each huge entry of a mapping, of whatever level, under the lock of its table, where it would otherwise be split.
         * The callback of its level is called before, without the lock, and may still say otherwise.
         */
        public Builder huge(Entry e) {
            huge = e;
            return this;
        }

        /** For each PTE, empty ones too, under the lock of its table. */
        public Builder pte(Entry e) {
            byLevel[Geometry.PTE] = e;
            return this;
        }

        public Builder pteHole(Hole h) {
            pteHole = h;
            return this;
        }

        /**
         * Asked of each mapping: 0 walks it, above 0 skips it, below 0 is the walk's error. Without this callback
         * mappings of bare frames (VM_PFNMAP) are skipped as holes.
         */
        public Builder testWalk(Range r) {
            testWalk = r;
            return this;
        }

        /** Before each mapping's tables are looked at; what is not 0 ends the walk without {@link #postVma}. */
        public Builder preVma(Range r) {
            preVma = r;
            return this;
        }

        public Builder postVma(After a) {
            postVma = a;
            return this;
        }

        /** Gives empty PTEs entries, and makes the tables they need. For the memory manager itself only. */
        Builder installPte(Install i) {
            installPte = i;
            mode = TableCursor.ALLOC;
            return this;
        }

        public Builder lock(WalkLock l) {
            lock = l;
            return this;
        }

        /**
         * The callback for PTEs changes them: a leaf table that is shared since a fork is made the space's own first, for
         * which the walk may want a frame (-ENOMEM).
         */
        public Builder changing() {
            mode = TableCursor.WRITE;
            return this;
        }

        /** As {@link #changing}, on behalf of a file's page under its i_mmap lock: in place, in shared tables too. */
        public Builder changingInPlace() {
            mode = TableCursor.RMAP;
            return this;
        }

        /** What notifiers are told the changes are for. */
        public Builder event(Notifier.Event e) {
            event = e;
            return this;
        }

        public WalkOps build() {
            return new WalkOps(this);
        }
    }
}
