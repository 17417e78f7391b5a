package dev.pinfold.mm.abi;

/** The VM_ flags of a VMA, with the values of Linux 6.18 on x86-64, and the questions asked of them. */
public final class VmFlags {
    public static final long VM_READ = 0x1;
    public static final long VM_WRITE = 0x2;
    public static final long VM_EXEC = 0x4;
    public static final long VM_SHARED = 0x8;

    /** What mprotect may set; {@code VM_MAYx == VM_x << 4}. */
    public static final long VM_MAYREAD = 0x10;

    public static final long VM_MAYWRITE = 0x20;
    public static final long VM_MAYEXEC = 0x40;
    public static final long VM_MAYSHARE = 0x80;

    public static final long VM_GROWSDOWN = 0x100;
    public static final long VM_UFFD_MISSING = 0x200;
    /** Page frames without folio metadata. */
    public static final long VM_PFNMAP = 0x400;

    /** Guards may have been installed here. Sticky: it passes on to what a mapping merges with. */
    public static final long VM_MAYBE_GUARD = 0x800;

    public static final long VM_UFFD_WP = 0x1000;
    public static final long VM_LOCKED = 0x2000;
    public static final long VM_IO = 0x4000;
    public static final long VM_SEQ_READ = 0x8000;
    public static final long VM_RAND_READ = 0x10000;
    /** Not copied by fork. */
    public static final long VM_DONTCOPY = 0x20000;

    public static final long VM_DONTEXPAND = 0x40000;
    public static final long VM_LOCKONFAULT = 0x80000;
    /** Counted against the commit limit. */
    public static final long VM_ACCOUNT = 0x100000;

    public static final long VM_NORESERVE = 0x200000;
    public static final long VM_HUGETLB = 0x400000;
    public static final long VM_SYNC = 0x800000;
    /** A fork's child finds zeroes. */
    public static final long VM_WIPEONFORK = 0x2000000;

    public static final long VM_DONTDUMP = 0x4000000;
    public static final long VM_MIXEDMAP = 0x10000000;
    public static final long VM_HUGEPAGE = 0x20000000;
    public static final long VM_NOHUGEPAGE = 0x40000000;
    public static final long VM_MERGEABLE = 0x80000000L;
    /** The protection key, bits 32 to 35. */
    public static final int VM_PKEY_SHIFT = 32;

    public static final long VM_PKEY_MASK = 0xFL << VM_PKEY_SHIFT;
    /** Folios may be dropped at any time and read as zero then. */
    public static final long VM_DROPPABLE = 1L << 40;

    public static final long VM_UFFD_MINOR = 1L << 41;
    public static final long VM_SEALED = 1L << 42;

    public static final long VM_ACCESS_FLAGS = VM_READ | VM_WRITE | VM_EXEC;
    public static final long VM_MAY_FLAGS = VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC;
    public static final long VM_LOCKED_MASK = VM_LOCKED | VM_LOCKONFAULT;
    public static final long VM_UFFD_FLAGS = VM_UFFD_MISSING | VM_UFFD_WP | VM_UFFD_MINOR;

    /** Mappings that never merge and cannot be locked. */
    public static final long VM_SPECIAL = VM_IO | VM_DONTEXPAND | VM_PFNMAP | VM_MIXEDMAP;

    /** What the heap is made with. */
    public static final long VM_DATA_DEFAULT_FLAGS = VM_READ | VM_WRITE | VM_MAY_FLAGS;

    /** Flags in which two VMAs may differ and merge all the same; the one they become has all of them. */
    public static final long VM_STICKY = VM_MAYBE_GUARD;

    private VmFlags() {}

    /** {@code is_exec_mapping}: counted as program text. */
    public static boolean isExec(long flags) {
        return (flags & (VM_EXEC | VM_WRITE | VM_GROWSDOWN)) == VM_EXEC;
    }

    /** {@code is_stack_mapping}. */
    public static boolean isStack(long flags) {
        return (flags & VM_GROWSDOWN) != 0;
    }

    /** {@code is_data_mapping}: private and writable, counted against RLIMIT_DATA. */
    public static boolean isData(long flags) {
        return (flags & (VM_WRITE | VM_SHARED | VM_GROWSDOWN)) == VM_WRITE;
    }

    /** {@code is_cow_mapping}: private, and may be written. */
    public static boolean isCow(long flags) {
        return (flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE;
    }

    /** {@code is_shared_maywrite}: could write through to the file. */
    public static boolean isSharedMayWrite(long flags) {
        return (flags & (VM_SHARED | VM_MAYWRITE)) == (VM_SHARED | VM_MAYWRITE);
    }

    /** {@code accountable_mapping}: private, writable and not told not to reserve. */
    public static boolean isAccountable(long flags) {
        return (flags & (VM_NORESERVE | VM_SHARED | VM_WRITE)) == VM_WRITE;
    }

    /** VM_ access flags of PROT_ bits: PROT_READ, PROT_WRITE and PROT_EXEC have the same values. */
    public static long ofProt(long prot) {
        return prot & VM_ACCESS_FLAGS;
    }
}
