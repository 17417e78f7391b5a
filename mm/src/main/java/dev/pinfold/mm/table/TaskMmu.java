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

    protected TaskMmu(Cpus cpus) {
        super(cpus);
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

    @Override
    protected void contextIn(Cpu cpu) {}

    @Override
    protected void contextOut(Cpu cpu) {}

    private void load(Cpu cpu, Tlb t) {
        PageTables next = tables;
        if (next == null) {
            tlb = Tlb.NONE;
            return;
        }
        next.context().activate(cpu);
        t.activate(next.context().id());
        tlb = t;
    }

    /**
     * Looks a byte up for reading.
     *
     * @return its native address, or -1 if the TLB does not hold its page
     */
    public final long lookupRead(long address) {
        Tlb t = tlb;
        int i = Tlb.slot(address);
        return t.readTags[i] == (address & Geometry.PAGE_MASK | t.active) ? address + t.deltas[i] : -1;
    }

    /** Looks a byte up for writing, like {@link #lookupRead}. */
    public final long lookupWrite(long address) {
        Tlb t = tlb;
        int i = Tlb.slot(address);
        return t.writeTags[i] == (address & Geometry.PAGE_MASK | t.active) ? address + t.deltas[i] : -1;
    }

    /**
     * Translates an address as hardware does: TLB, then walk, which fills the TLB.
     *
     * <p>Preconditions: inside an access ({@link #beginUserAccess} or {@link #beginKernelAccess}).
     *
     * @param access {@link Mmu#READ}, {@link Mmu#WRITE} or {@link Mmu#EXEC}
     * @return the byte's native address, or {@link Mmu#NOT_PRESENT} or {@link Mmu#DENIED}
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
     * a write through that the tables forbid although nobody is about to flush. Controlled mode only.
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
        boolean allowed = (e & Pte.PRESENT) != 0 && Pte.pfn(e) == pfn && Pte.writable(e);
        if (write && !allowed && !t.context().peekFlushPending()) {
            throw Sync.scheduler()
                    .violation(
                            "stale translation",
                            "a write to 0x%x goes to frame %d, but its entry is: %s"
                                    .formatted(address, pfn, Pte.describe(e)));
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
            long e = Mmu.walk(t, address, access);
            t.epoch().exit(c.id());
            if (Sync.CONTROLLED && c.requests() != requests) {
                // The flush came between the walk and the fill: what was read may be gone.
                continue;
            }
            if (e == Mmu.NOT_PRESENT || e == Mmu.DENIED) {
                return e;
            }
            long frame = t.frames().address(Pte.pfn(e));
            if (access != Mmu.EXEC) {
                tlb.fill(address & Geometry.PAGE_MASK, frame, access == Mmu.WRITE);
                if (Sync.CONTROLLED) {
                    tlb.noteGeneration(address, t.frames().peekGeneration(Pte.pfn(e)));
                }
            }
            return frame + (address & ~Geometry.PAGE_MASK);
        }
    }
}
