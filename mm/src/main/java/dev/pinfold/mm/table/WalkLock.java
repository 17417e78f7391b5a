package dev.pinfold.mm.table;

/** What a walk may take for granted about locks, and asserts: {@code enum page_walk_lock}. */
public enum WalkLock {
    /** The mmap lock is held, in any mode. */
    RDLOCK {
        @Override
        void space(WalkSpace s) {
            s.assertMmapLocked();
        }

        @Override
        void vma(WalkSpace s, WalkVma v) {}
    },

    /** The mmap lock is held for writing; the walk locks each mapping for writing before it looks at it. */
    WRLOCK {
        @Override
        void space(WalkSpace s) {
            s.assertMmapWriteLocked();
        }

        @Override
        void vma(WalkSpace s, WalkVma v) {
            s.writeLockVma(v);
        }
    },

    /** The mmap lock is held for writing, and each mapping is locked for writing already. */
    WRLOCK_VERIFY {
        @Override
        void space(WalkSpace s) {
            s.assertMmapWriteLocked();
        }

        @Override
        void vma(WalkSpace s, WalkVma v) {
            s.assertVmaWriteLocked(v);
        }
    },

    /** The mapping is locked, the mmap lock need not be: for walks of one mapping only. */
    VMA_RDLOCK_VERIFY {
        @Override
        void space(WalkSpace s) {}

        @Override
        void vma(WalkSpace s, WalkVma v) {
            s.assertVmaLocked(v);
        }
    };

    /** {@code process_mm_walk_lock}. */
    abstract void space(WalkSpace s);

    /** {@code process_vma_walk_lock}. */
    abstract void vma(WalkSpace s, WalkVma v);
}
