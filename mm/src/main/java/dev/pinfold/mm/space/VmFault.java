package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.pageDown;

import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.table.Access;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.TableCursor;
import org.jspecify.annotations.Nullable;

/**
 * One fault on its way: {@code struct vm_fault}. What is accessed and how, the mapping, and what was found there.
 *
 * <p>Each task has one and uses it again and again, so a fault allocates nothing. {@link TaskContext#beginFault} gives it
 * out and {@link #end} takes it back. A fault that begins while another of the task is under way (a copy to user memory
 * or a populate inside a handler) gets the object of the next depth, which is made the first time and kept; so the outer
 * one finds everything as it left it. The task's cursor is not kept apart: a nested fault may begin only while it is closed.
 *
 * <p>Used by the task's own thread.
 */
public final class VmFault {
    private final TaskContext task;
    private @Nullable VmFault inner;
    private boolean underWay;

    private long address;
    private Access access = Access.READ;
    private boolean unshare;
    private @Nullable Vma vma;
    private boolean vmaLock;
    private long entry;
    /** The PMD table that covers the address, less than 0 as long as it is not known. */
    private int pmdTable = -1;

    VmFault(TaskContext task) {
        this.task = task;
    }

    VmFault begin(long at, Access how) {
        if (underWay) {
            VmFault deeper = inner;
            if (deeper == null) {
                deeper = new VmFault(task);
                inner = deeper;
            }
            return deeper.begin(at, how);
        }
        underWay = true;
        address = at;
        access = how;
        unshare = false;
        vmaLock = false;
        return this;
    }

    /** The fault is over; the object may serve the next one. */
    public void end() {
        vma = null;
        underWay = false;
    }

    /** Says in which mapping the address lies, whose VMA lock is held, or the mmap lock; for reading. */
    public VmFault in(Vma mapping, boolean vmaLockOnly) {
        vma = mapping;
        pmdTable = -1;
        vmaLock = vmaLockOnly;
        return this;
    }

    /** Goes on with another address of the same mapping. */
    public void moveTo(long at) {
        address = at;
        pmdTable = -1;
    }

    /** Asks that a page which others share becomes the mapping's own, without the right to write: {@code FAULT_FLAG_UNSHARE}. */
    public void askUnshared() {
        unshare = true;
    }

    /** The task that takes the fault, in its own address space or in another's. */
    public TaskContext task() {
        return task;
    }

    /** The address that is accessed. */
    public long address() {
        return address;
    }

    /** The address of its page. */
    public long page() {
        return pageDown(address);
    }

    /** How it is accessed. */
    public Access access() {
        return access;
    }

    /** Whether it is a store. */
    public boolean write() {
        return access == Access.WRITE;
    }

    /** Whether the page is to become the mapping's own: {@link #askUnshared}. */
    public boolean unshare() {
        return unshare;
    }

    /** The mapping. Preconditions: {@link #in} was called. */
    public Vma vma() {
        Vma v = vma;
        if (v == null) {
            throw new IllegalStateException("the fault's mapping is not known yet");
        }
        return v;
    }

    /** Whether the VMA's lock is all that is held: {@code FAULT_FLAG_VMA_LOCK}. */
    public boolean vmaLockOnly() {
        return vmaLock;
    }

    /** The page's place in the mapping's file, or what stands for it: {@code vmf->pgoff}. */
    public long pageIndex() {
        return vma().pageIndex(page());
    }

    /** The entry as it was seen last, 0 for none; whoever acts on it looks again under its table's lock. */
    public long entry() {
        return entry;
    }

    /**
     * Walks down to the entry without the lock of its table: the one walk from the root that the kernel makes in a fault. The
     * mapping's lock keeps the PMD table that it comes by, and {@link #open} begins there ({@code vmf->pmd}).
     */
    public long look() {
        pmdTable = tables().pmdTable(page());
        entry = tables().entry(pmdTable, page());
        return entry;
    }

    /** Opens the task's cursor on the page's entry; as {@link TableCursor#openAt(PageTables, long, int)}. */
    public boolean open(int mode) {
        return cursor().openAt(tables(), page(), mode, pmdTable);
    }

    /** Notes the entry that was seen. */
    public void saw(long e) {
        entry = e;
    }

    /** The tables of the mapping's space. */
    public PageTables tables() {
        return vma().tables();
    }

    /** The task's cursor. */
    public TableCursor cursor() {
        return task.cursor();
    }

    /** The machine's frames. */
    public Frames frames() {
        return task.kernel().frames();
    }

    /** The CPU that the task is on. */
    public int cpu() {
        return task.cpuId();
    }
}
