package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.VmFlags.VM_GROWSDOWN;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.sync.VmaLock;
import dev.pinfold.mm.table.PageTables;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses that is mapped in one way: {@code vm_area_struct}.
 *
 * <p>Range, flags and file change only with the mmap lock held for writing, and once the VMA can be seen also with its
 * own lock. A reader holds the mmap lock or the VMA's own; who found the VMA without the mmap lock takes the VMA's and
 * then looks whether the range is still what it wanted ({@link Space#lockVma}).
 */
public final class Vma extends Mapped {
    /** Pages kept free below a stack: {@code stack_guard_gap}. */
    public static final long STACK_GUARD_GAP = 256L << PAGE_SHIFT;

    private final Space space;
    private final VmaLock lock = new VmaLock();
    private long flags;
    private final @Nullable OpenFile file;

    /** A VMA that nobody sees yet. {@code file} is not referenced by this: the caller gives its reference. */
    Vma(Space space, long start, long end, long pgoff, long flags, @Nullable OpenFile file) {
        this.space = space;
        this.start = start;
        this.end = end;
        this.pgoff = pgoff;
        this.flags = flags;
        this.file = file;
    }

    public Space space() {
        return space;
    }

    /** The VMA's own lock, as fault handling takes it. */
    public VmaLock lock() {
        return lock;
    }

    @Override
    public long flags() {
        return flags;
    }

    /** The protection key, 0 to 15 ({@code vma_pkey}). */
    public int pkey() {
        return (int) (flags() >>> VmFlags.VM_PKEY_SHIFT) & 15;
    }

    /** Whether any of the flags is set. */
    public boolean has(long any) {
        return (flags & any) != 0;
    }

    /** The file mapped; null for private anonymous memory. */
    public @Nullable OpenFile file() {
        return file;
    }

    /** {@code vma_is_anonymous}: private memory of no file. Shared anonymous memory has one. */
    public boolean isAnonymous() {
        return mapping() == null;
    }

    /** The contents mapped; null for private anonymous memory, which {@code /dev/zero} gives as well. */
    public @Nullable FileMapping mapping() {
        OpenFile f = file;
        return f == null ? null : f.inode().mapping();
    }

    /** Whether stores go to the file: {@code VM_SHARED}. */
    public boolean isShared() {
        return has(VmFlags.VM_SHARED);
    }

    /** Whether it grows down. */
    public boolean isStack() {
        return has(VM_GROWSDOWN);
    }

    /** The file mapped. Preconditions: not anonymous. */
    public OpenFile mappedFile() {
        OpenFile f = file;
        if (f == null) {
            throw new AssertionError("no file: " + this);
        }
        return f;
    }

    @Override
    public PageTables tables() {
        return space.tables();
    }

    /** {@code vma_is_accessible}: at least one kind of access is allowed. */
    public boolean isAccessible() {
        return has(VmFlags.VM_ACCESS_FLAGS);
    }

    public boolean isSealed() {
        return has(VmFlags.VM_SEALED);
    }

    /** {@code vm_start_gap}: below a stack nobody else may be placed for {@link #STACK_GUARD_GAP} bytes. */
    public long startGap() {
        return has(VM_GROWSDOWN) ? Math.max(0, start - STACK_GUARD_GAP) : start;
    }

    /** Preconditions: see the class; and not in a reverse map's tree. */
    void setRange(long newStart, long newEnd, long newPgoff) {
        start = newStart;
        end = newEnd;
        pgoff = newPgoff;
    }

    /** Preconditions: see the class. */
    void setFlags(long newFlags) {
        flags = newFlags;
    }

    /** Guards may be here from now on. Only ever set, so the mmap lock held for reading is enough. */
    public void setMaybeGuard() {
        flags |= VmFlags.VM_MAYBE_GUARD;
    }

    @Override
    public String toString() {
        return "vma %x-%x flags %x pgoff %x%s".formatted(start, end, flags, pgoff, file == null ? "" : " " + file);
    }
}
