package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.sync.Cpu;
import dev.pinfold.mm.sync.Cpus;
import dev.pinfold.mm.sync.FlushSink;
import dev.pinfold.mm.sync.Runner;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.ViolationKind;
import org.jspecify.annotations.Nullable;

/**
 * What the memory management unit knows of a task: the CPU it runs on, that CPU's TLB, and the tables in force (CR3).
 *
 * <p>Used by the task's own thread only.
 */
public abstract class TaskMmu extends Runner {
    private @Nullable PageTables tables;
    private Tlb tlb = Tlb.NONE;

    /** The TLB's table of the task's space. */
    private TlbTable table = TlbTable.NONE;

    /** {@link TlbTable#base} of {@link #table}. */
    private long base = TlbTable.NONE.base;

    /** A page that the TLB held since the task was armed, and where it lies: for loads that lie close together. */
    private long keptPage;

    private long kept = TlbTable.NONE.base;

    /** Where 8 bytes of that page cannot begin any more; 0 as long as none is kept. */
    private long keptBound;

    /** PKRU: what the task's accesses may do with memory of each protection key. */
    private int pkru;

    /** Whether {@link #pkru} allows all with key 0, which is most of memory's. */
    private boolean key0Open = true;

    protected TaskMmu(Cpus cpus) {
        super(cpus);
    }

    /** The rights to protection keys, as {@code RDPKRU} gives them. */
    public final int pkru() {
        return pkru;
    }

    /** Sets the rights to protection keys: {@code WRPKRU}. Holds from the next access on; nothing is flushed. */
    public final void setPkru(int value) {
        pkru = value;
        key0Open = Pkru.allows(value, 0, true);
        disarm();
    }

    /** The tables in force, or {@code null} for a task without an address space. */
    public final @Nullable PageTables tables() {
        return tables;
    }

    /** Puts other tables in force. Preconditions: inside a call, or the task has never run. */
    public final void switchTables(@Nullable PageTables next) {
        tables = next;
        Cpu c = cpu;
        if (c != null) {
            load(c, (Tlb) c.sink());
        }
    }

    @Override
    protected void switchedIn(Cpu cpu, FlushSink sink) {
        load(cpu, (Tlb) sink);
    }

    private void load(Cpu cpu, Tlb t) {
        disarm();
        PageTables next = tables;
        if (next == null) {
            tlb = Tlb.NONE;
            table = TlbTable.NONE;
        } else {
            next.context().activate(cpu);
            tlb = t;
            table = t.activate(next.context().id());
        }
        base = table.base;
        keepNoPage();
    }

    // --- hits -------------------------------------------------------------------------------------------------------

    /** A task without a space, or that key 0 is closed to, goes the long way. */
    @Override
    protected boolean mayHit() {
        return tables != null && key0Open;
    }

    /** The TLB's entry where an address is if it is anywhere, for what follows. Not in controlled mode. */
    public final long entry(long address) {
        return TlbTable.entry(base, address);
    }

    /** What {@link #place} needs to know of a load; only if {@link #inside} is it a hit. */
    public static long aboveRead(long entry, long address) {
        return TlbTable.aboveRead(entry, address);
    }

    /** As {@link #aboveRead}, of a store. */
    public static long aboveWrite(long entry, long address) {
        return TlbTable.aboveWrite(entry, address);
    }

    /** Whether an access of {@code size} bytes hits. */
    public static boolean inside(long above, int size) {
        return TlbTable.inside(above, size);
    }

    /**
     * Where a byte lies in memory that hits. What was read there counts only if the task is still {@linkplain #armed
     * armed} afterwards; stores are made between {@link #beginQuickStore} and its end, where it is.
     */
    public static long place(long entry, long above) {
        return TlbTable.place(entry, above);
    }

    // --- the page that is kept --------------------------------------------------------------------------------------

    /** How far an address lies above the page that is kept; for the two that follow. */
    public final long aboveKept(long address) {
        return address - keptPage;
    }

    /** Whether an access lies in the page that is kept. Says no of its last bytes, whatever the size. */
    public final boolean insideKept(long above) {
        return Long.compareUnsigned(above, keptBound) < 0;
    }

    /** As {@link #place}, in the page that is kept. */
    public final long placeInKept(long above) {
        return TlbTable.placeInKept(kept, above);
    }

    /** Keeps the page of an address if the TLB has it. */
    public final void keep(long address) {
        long e = entry(address);
        long above = aboveRead(e, address);
        if (inside(above, 1) && armed()) {
            keptPage = address - above;
            kept = TlbTable.kept(e);
            keptBound = PAGE_SIZE - 7;
        }
    }

    @Override
    protected final void arming() {
        keepNoPage();
    }

    private void keepNoPage() {
        keptBound = 0;
        kept = TlbTable.NONE.base;
    }

    /** Looks a byte up for reading whose page has a protection key; -1 if it is not found. Not in controlled mode. */
    public final long lookupKeyed(long address) {
        return table.lookupKeyed(address, pkru);
    }

    // --- translation ------------------------------------------------------------------------------------------------

    /**
     * Looks a byte up for reading.
     *
     * @return its native address, or -1 if the TLB does not hold its page
     */
    public final long lookupRead(long address) {
        return table.lookup(address, false, pkru);
    }

    /** Looks a byte up for writing, like {@link #lookupRead}. */
    public final long lookupWrite(long address) {
        return table.lookup(address, true, pkru);
    }

    /** Looks a byte of the kernel's up, like {@link #lookupRead}. Preconditions: inside a kernel access. */
    public final long lookupKernel(long address) {
        return tlb.lookupKernel(address);
    }

    /** Remembers where a page of the kernel's lies. Preconditions: inside a kernel access. */
    public final void fillKernel(long page, long frameAddress) {
        tlb.fillKernel(page, frameAddress);
    }

    /**
     * Translates an address as hardware does: TLB, then walk, which fills the TLB.
     *
     * <p>Preconditions: inside an access ({@link #beginUserAccess} or {@link #beginKernelAccess}).
     *
     * @param access what for
     * @return the byte's native address, or {@link Mmu#NOT_PRESENT}, {@link Mmu#DENIED} or {@link Mmu#DENIED_BY_KEY}
     */
    public final long translate(long address, Access access) {
        if (access != Access.EXEC) {
            long hit = access == Access.READ ? lookupRead(address) : lookupWrite(address);
            if (hit >= 0) {
                return hit;
            }
        }
        return walk(address, access);
    }

    /**
     * Raises a violation if the translation about to be used leads to a frame that was freed since it was made, or lets
     * an access through that the tables forbid, by rights or by key, although nobody is about to flush. Controlled mode
     * only.
     *
     * @param at the native address that the translation gave
     */
    public final void checkTranslation(long address, long at, boolean write) {
        PageTables t = tables;
        if (t == null) {
            return;
        }
        int pfn = t.frames().pfn(at);
        if (t.frames().peekGeneration(pfn) != table.generation(address)) {
            throw Sync.scheduler()
                    .violation(
                            ViolationKind.FREED_FRAME,
                            "an access to 0x%x uses frame %d, which was freed since".formatted(address, pfn));
        }
        long e = t.peek(address);
        boolean same = (e & Pte.PRESENT) != 0 && Pte.pfn(e) == pfn;
        boolean allowed = write ? same && Pte.writable(e) : true;
        boolean byKey = !same || Pkru.allows(pkru, Pte.pkey(e), write);
        if (!(allowed && byKey) && !t.context().peekFlushPending()) {
            throw Sync.scheduler()
                    .violation(
                            ViolationKind.STALE_TRANSLATION,
                            "a %s 0x%x goes to frame %d, but its entry is: %s"
                                    .formatted(write ? "write to" : "read of", address, pfn, Pte.describe(e)));
        }
    }

    private long walk(long address, Access access) {
        PageTables t = tables;
        Cpu c = cpu();
        if (t == null) {
            return Mmu.NOT_PRESENT;
        }
        while (true) {
            long requests = c.requests();
            t.epoch().enter(c.id());
            long e = Mmu.walk(t, address, access, pkru, c.id());
            t.epoch().exit(c.id());
            if (e == Mmu.HELD) {
                t.awaitOpen(address);
                continue;
            }
            if (Sync.CONTROLLED && c.requests() != requests) {
                // The flush came between the walk and the fill: what was read may be gone.
                continue;
            }
            if (e == Mmu.NOT_PRESENT || e == Mmu.DENIED || e == Mmu.DENIED_BY_KEY) {
                return e;
            }
            long frame = t.frames().address(Pte.pfn(e));
            if (access != Access.EXEC) {
                table.fill(address & PAGE_MASK, frame, access == Access.WRITE, Pte.pkey(e));
                if (Sync.CONTROLLED) {
                    table.noteGeneration(address, t.frames().peekGeneration(Pte.pfn(e)));
                }
            }
            return frame + (address & ~PAGE_MASK);
        }
    }
}
