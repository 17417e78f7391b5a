package dev.pinfold.mm.sync;

/**
 * Classes of locks, outermost first: a task that holds a lock may only wait for locks of later classes. The tree in the
 * package documentation draws the same order. Linux: the lock ordering at the head of {@code mm/rmap.c}.
 */
public enum LockClass {
    /** Names of files: which inode a path leads to. */
    NAMESPACE(Nesting.NONE, true),
    /** Open file: its position, over a read or write that moves it. */
    F_POS(Nesting.NONE, true),
    /** Inode: serialises size changes and writes of a file. */
    I_RWSEM(Nesting.NONE, true),
    /** One address space: its VMA tree. Fork takes the child's under the parent's. */
    MMAP_LOCK(Nesting.FREE, true),
    /** One VMA; a writer of the address space may hold any number. A fault holds one alone. */
    VMA_LOCK(Nesting.FREE, true),
    /** File: holds off faults while pages are removed (truncate, punch, DAX unmap). */
    INVALIDATE_LOCK(Nesting.NONE, true),
    /** One folio; several of one file in ascending order. */
    FOLIO_LOCK(Nesting.ASCENDING, true),
    /** DAX: the entries of 2 MiB of a file that lies on a device. */
    DAX_ENTRY(Nesting.NONE, true),
    /** DAX: the names and blocks of a device's files as they are stored. */
    DAX_DIRECTORY(Nesting.NONE, true),
    /** File: the interval tree of VMAs that map it. */
    I_MMAP(Nesting.FREE, true),
    /** Anonymous reverse map. */
    ANON_VMA(Nesting.FREE, true),
    /** Upper levels of page tables (and huge entries in them). Two at a time when entries move. */
    PAGE_TABLE(Nesting.FREE, false),
    /** One leaf page table. Two at a time when entries move or are copied. */
    PTE_TABLE(Nesting.FREE, false),
    /** Swap slots. */
    SWAP(Nesting.NONE, false),
    /** Disk file: which blocks exist, and stored bytes. */
    I_DATA(Nesting.NONE, false),
    /** Descriptors of a task. */
    FILES(Nesting.FREE, false),
    /** File: the page cache index. */
    I_PAGES(Nesting.NONE, false),
    /** Which pages of a file or a space have been stored to. */
    STORES(Nesting.NONE, false),
    /** Lists of folios for reclaim. */
    LRU(Nesting.NONE, false),
    /** The pool of kernel maps that everybody shares. */
    KMAP_POOL(Nesting.NONE, false),
    /** Device page maps. */
    PGMAP(Nesting.NONE, false),
    /** Processes: who is whose child, who has ended. */
    TASKS(Nesting.NONE, false),
    /** The numbers by which folios name their owners. */
    OWNER_TABLE(Nesting.NONE, false),
    /** The flush requests posted to one CPU. */
    CPU(Nesting.NONE, false),
    /** Free lists of the frame allocator: innermost, taken under everything. */
    BUDDY(Nesting.NONE, false);

    /** Whether a task that holds a lock of the class may wait for another of the same class. */
    public enum Nesting {
        /** Never. */
        NONE,
        /** Only for one whose object number is higher. */
        ASCENDING,
        /** Yes; the code that does so says what orders them. */
        FREE
    }

    private final Nesting nesting;
    private final boolean sleeps;

    LockClass(Nesting nesting, boolean sleeps) {
        this.nesting = nesting;
        this.sleeps = sleeps;
    }

    public Nesting nesting() {
        return nesting;
    }

    /** Whether its holder may sleep. A holder of one that is not so may neither sleep nor wait for one that is. */
    public boolean sleeps() {
        return sleeps;
    }
}
