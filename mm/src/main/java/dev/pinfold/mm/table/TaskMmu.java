package dev.pinfold.mm.table;

import dev.pinfold.mm.sync.Cpu;
import dev.pinfold.mm.sync.Cpus;
import dev.pinfold.mm.sync.FlushSink;
import dev.pinfold.mm.sync.Runner;
import dev.pinfold.mm.sync.Sync;
import org.jspecify.annotations.Nullable;

/**
 * What the memory management unit knows of a task: the CPU it runs on, that CPU's TLB, and the tables in force (CR3).
 *
 * <p>Used by the task's own thread only.
 */
public abstract class TaskMmu extends Runner {
    private @Nullable PageTables tables;
    private Tlb tlb = Tlb.NONE;

    /** {@link Tlb#base} of {@link #tlb}; the TLB stays as long as the task may read there. */
    private long base = Tlb.NONE.base;

    /** PKRU: what the task's accesses may do with memory of each protection key. */
    private int pkru;

    /** {@link Tlb#NOT_KEY_0} where PKRU forbids loads, or stores, with key 0; else 0. */
    private int noLoads;

    private int noStores;

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
        noLoads = Pkru.allows(value, 0, false) ? 0 : Tlb.NOT_KEY_0;
        noStores = Pkru.allows(value, 0, true) ? 0 : Tlb.NOT_KEY_0;
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
        } else {
            next.context().activate(cpu);
            t.activate(next.context().id());
            tlb = t;
        }
        base = tlb.base;
    }

    // --- hits -------------------------------------------------------------------------------------------------------

    /** The short name of the task's space; a task that key 0 is closed to, which is most of memory's, goes the long way. */
    @Override
    protected final long hitWord() {
        return tables == null || (noLoads | noStores) != 0 ? DISARMED : tlb.active;
    }

    /** The TLB's entry where an address is if it is anywhere, for the three that follow. Not in controlled mode. */
    public final long entry(long address) {
        return Tlb.entry(base, address);
    }

    /**
     * Where a byte lies if the entry is good for it, else where something else can be read. What was read there counts only
     * if {@link #wasHit} says so afterwards.
     */
    public static long place(long entry, long address) {
        return Tlb.place(entry, address);
    }

    /** Whether what was read by an entry was a load of {@code size} bytes at an address. False also for what spans two pages. */
    public final boolean wasHit(long entry, long address, int size) {
        long wanted = address + size - 1 & Geometry.PAGE_MASK | armed();
        long differ = Tlb.readTag(entry) ^ wanted;
        return differ == 0 || keyAllows(differ, false);
    }

    /** Whether a store of {@code size} bytes at an address may go where its entry says. Preconditions: {@link #beginQuickStore}. */
    public final boolean isHit(long entry, long address, int size) {
        long wanted = address + size - 1 & Geometry.PAGE_MASK | armed();
        long differ = Tlb.writeTag(entry) ^ wanted;
        return differ == 0 || keyAllows(differ, true);
    }

    // --- translation ------------------------------------------------------------------------------------------------

    /**
     * Looks a byte up for reading.
     *
     * @return its native address, or -1 if the TLB does not hold its page
     */
    public final long lookupRead(long address) {
        Tlb t = tlb;
        long differ = t.differsForRead(address & Geometry.PAGE_MASK | t.active | noLoads);
        return differ == 0 || keyAllows(differ, false) ? t.place(address) : -1;
    }

    /** Looks a byte up for writing, like {@link #lookupRead}. */
    public final long lookupWrite(long address) {
        Tlb t = tlb;
        long differ = t.differsForWrite(address & Geometry.PAGE_MASK | t.active | noStores);
        return differ == 0 || keyAllows(differ, true) ? t.place(address) : -1;
    }

    /** Whether a tag differs from what was looked for in its key alone, and that key is not 0 and allows the access. */
    private boolean keyAllows(long differ, boolean write) {
        if ((differ & ~Tlb.KEY_BITS) != 0) {
            return false;
        }
        int key = (int) differ >>> Tlb.KEY_SHIFT & 15;
        return key != 0 && Pkru.allows(pkru, key, write);
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
     * @param access {@link Mmu#READ}, {@link Mmu#WRITE} or {@link Mmu#EXEC}
     * @return the byte's native address, or {@link Mmu#NOT_PRESENT}, {@link Mmu#DENIED} or {@link Mmu#DENIED_BY_KEY}
     */
    public final long translate(long address, int access) {
        if (access != Mmu.EXEC) {
            long hit = access == Mmu.READ ? lookupRead(address) : lookupWrite(address);
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
        if (t.frames().peekGeneration(pfn) != tlb.generation(address)) {
            throw Sync.scheduler()
                    .violation(
                            "freed frame",
                            "an access to 0x%x uses frame %d, which was freed since".formatted(address, pfn));
        }
        long e = t.peek(address);
        boolean same = (e & Pte.PRESENT) != 0 && Pte.pfn(e) == pfn;
        boolean allowed = write ? same && Pte.writable(e) : true;
        boolean byKey = !same || Pkru.allows(pkru, Pte.pkey(e), write);
        if (!(allowed && byKey) && !t.context().peekFlushPending()) {
            throw Sync.scheduler()
                    .violation(
                            "stale translation",
                            "a %s 0x%x goes to frame %d, but its entry is: %s"
                                    .formatted(write ? "write to" : "read of", address, pfn, Pte.describe(e)));
        }
    }

    private long walk(long address, int access) {
        PageTables t = tables;
        Cpu c = cpu();
        if (t == null) {
            return Mmu.NOT_PRESENT;
        }
        while (true) {
            long requests = c.requests();
            t.epoch().enter(c.id());
            long e = Mmu.walk(t, address, access, pkru);
            t.epoch().exit(c.id());
            if (Sync.CONTROLLED && c.requests() != requests) {
                // The flush came between the walk and the fill: what was read may be gone.
                continue;
            }
            if (e == Mmu.NOT_PRESENT || e == Mmu.DENIED || e == Mmu.DENIED_BY_KEY) {
                return e;
            }
            long frame = t.frames().address(Pte.pfn(e));
            if (access != Mmu.EXEC) {
                tlb.fill(address & Geometry.PAGE_MASK, frame, access == Mmu.WRITE, Pte.pkey(e));
                if (Sync.CONTROLLED) {
                    tlb.noteGeneration(address, t.frames().peekGeneration(Pte.pfn(e)));
                }
            }
            return frame + (address & ~Geometry.PAGE_MASK);
        }
    }
}
