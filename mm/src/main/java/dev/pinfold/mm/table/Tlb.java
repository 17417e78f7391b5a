package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.sync.FlushSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A CPU's software TLB: a table for each of the address spaces that ran there last, and one for the kernel's own addresses.
 * The space stands for what the processor calls its ASID.
 *
 * <p>Only the task on the CPU uses it; see {@link dev.pinfold.mm.sync.Cpu} for how others make it forget.
 */
public final class Tlb implements FlushSink {
    /** Spaces whose translations are kept, besides the kernel's. */
    private static final int SPACES = 8;

    private static final int SCAN_LIMIT = 64;

    /** The kernel's addresses, which every space has. */
    public static final long KERNEL = -1;

    /** A TLB that holds nothing, for a task that is on no CPU. */
    static final Tlb NONE = new Tlb();

    private TlbTable[] tables = new TlbTable[0];

    /** Which table the next space gets where all are taken. */
    private int oldest;

    private @Nullable TlbTable kernel;

    /** The table of the space whose task is on the CPU. */
    private TlbTable active = TlbTable.NONE;

    /** An empty TLB. */
    public Tlb() {}

    TlbTable active() {
        return active;
    }

    /** Makes a space the one whose addresses are translated; gives its table. */
    TlbTable activate(long context) {
        TlbTable free = null;
        for (TlbTable t : tables) {
            if (t.context == context) {
                active = t;
                return t;
            }
            if (t.context == 0) {
                free = t;
            }
        }
        if (free == null && tables.length < SPACES) {
            free = new TlbTable(context);
            tables = Arrays.copyOf(tables, tables.length + 1);
            tables[tables.length - 1] = free;
        } else {
            if (free == null) {
                free = tables[oldest];
                oldest = (oldest + 1) % SPACES;
            }
            free.clear();
            free.context = context;
        }
        active = free;
        return free;
    }

    /** Remembers a translation of the active space. */
    public void fill(long page, long frameAddress, boolean write, int key) {
        active.fill(page, frameAddress, write, key);
    }

    /** Remembers a translation of a kernel address, which is good for reads and writes of every task on the CPU. */
    void fillKernel(long page, long frameAddress) {
        TlbTable t = kernel;
        if (t == null) {
            t = new TlbTable(KERNEL);
            kernel = t;
        }
        t.fill(page, frameAddress, true, 0);
    }

    /** The native address of a kernel address, or -1 if the TLB does not hold its page. */
    long lookupKernel(long address) {
        TlbTable t = kernel;
        return t == null ? -1 : t.lookup(address, true, 0);
    }

    @Override
    public void invalidate(long context, long start, long end) {
        if (context == 0) {
            invalidateAll();
            return;
        }
        TlbTable t = table(context);
        if (t == null) {
            return;
        }
        if (context == KERNEL || (end > start && end - start <= SCAN_LIMIT * PAGE_SIZE)) {
            t.forget(start, end);
        } else if (t == active) {
            t.clear();
        } else {
            t.context = 0;
        }
    }

    private @Nullable TlbTable table(long context) {
        if (context == KERNEL) {
            return kernel;
        }
        for (TlbTable t : tables) {
            if (t.context == context) {
                return t;
            }
        }
        return null;
    }

    @Override
    public void invalidateAll() {
        for (TlbTable t : tables) {
            if (t == active) {
                t.clear();
            } else {
                t.context = 0;
            }
        }
        if (kernel != null) {
            kernel.clear();
        }
    }

    /** Calls {@code use} with each translation held for a space; for audits while nothing runs. */
    public void forEach(long context, Use use) {
        TlbTable t = table(context);
        if (t != null) {
            t.forEach(use);
        }
    }

    /** Receives what {@link #forEach} finds. */
    @FunctionalInterface
    public interface Use {
        void translation(long page, long frameAddress, boolean write, int key);
    }
}
