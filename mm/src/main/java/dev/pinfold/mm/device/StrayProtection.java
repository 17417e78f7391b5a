package dev.pinfold.mm.device;

import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.TaskState;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.ViolationKind;

/**
 * Device memory under a protection key in the kernel's mappings, closed unless a section is open: the scheme of the series
 * that the thread about stray writes belongs to, with its holes closed.
 *
 * <p>All protected devices share one key. The rights to it are a register of each CPU (PKRS), which is not part of what a
 * processor saves by itself: it is saved when tasks take turns, and every exception begins with it closed, along with a count
 * of open sections that begins anew. A change of rights needs no flush. The register and the counts of a CPU are touched by
 * the task on that CPU only, so they are plain.
 */
public final class StrayProtection {
    /** The key of all protected device memory. */
    public static final int KEY = 1;

    /** What the register holds where no section is open: everything is allowed but what has the key. */
    static final int CLOSED = Mman.PKEY_DISABLE_ACCESS << 2 * KEY;

    /** Registers and counts of two CPUs lie so far apart. */
    private static final int STRIDE = 32;

    private final StrayScope scope;
    private final int[] registers;
    /** Open sections by CPU, of {@code per-cpu}. */
    private final int[] counts;

    StrayProtection(StrayScope scope, int cpus) {
        this.scope = scope;
        registers = new int[cpus * STRIDE];
        counts = new int[cpus * STRIDE];
        for (int cpu = 0; cpu < cpus; cpu++) {
            setRegister(cpu, CLOSED);
        }
    }

    /** Whom sections are counted for. */
    public StrayScope scope() {
        return scope;
    }

    int register(int cpu) {
        return registers[cpu * STRIDE];
    }

    void setRegister(int cpu, int value) {
        registers[cpu * STRIDE] = value;
    }

    /** Opens or closes the key on a CPU. For {@link StrayScope}. */
    public void setOpen(int cpu, boolean open) {
        int rights = (Mman.PKEY_DISABLE_ACCESS | Mman.PKEY_DISABLE_WRITE) << 2 * KEY;
        registers[cpu * STRIDE] = registers[cpu * STRIDE] & ~rights | (open ? 0 : CLOSED);
    }

    /** Changes the count of sections open on a CPU and gives the new one. For {@link StrayScope}. */
    public int addSections(int cpu, int delta) {
        return counts[cpu * STRIDE] += delta;
    }

    /** Whether nothing is open on a CPU whose task has nothing open; for audits, while nothing runs. */
    public boolean isClosed(int cpu) {
        return register(cpu) == CLOSED && counts[cpu * STRIDE] == 0;
    }

    private StrayRights rights(TaskContext t) {
        TaskState rights = t.rights();
        if (rights == null) {
            rights = new StrayRights(this, t);
            t.setRights(rights);
        }
        return (StrayRights) rights;
    }

    /**
     * {@code pgmap_mk_readwrite}: from here to {@link #close} the task reaches the memory of protected devices through its
     * kernel address. May be nested. Preconditions: inside a call, {@code device} is protected.
     */
    public void open(TaskContext t, Device device) {
        StrayRights rights = rights(t);
        scope.open(this, t, rights, device);
        rights.opened();
    }

    /** {@code pgmap_mk_noaccess}: ends {@link #open}. One too many is reported and does nothing. */
    public void close(TaskContext t, Device device) {
        StrayRights rights = rights(t);
        if (!rights.inSection()) {
            t.kernel()
                    .log()
                    .report("close-without-open", t + " closes a section for device memory that it has not opened");
            return;
        }
        scope.close(this, t, rights, device);
        rights.closed();
    }

    /** A task ends inside sections. */
    void closeAll(TaskContext t, StrayRights rights) {
        scope.exchangeCount(this, t, rights, 0);
    }

    /** Whether the register of the task's CPU lets an access to protected memory through. */
    public boolean allows(TaskContext t, boolean write) {
        int denied = write ? Mman.PKEY_DISABLE_ACCESS | Mman.PKEY_DISABLE_WRITE : Mman.PKEY_DISABLE_ACCESS;
        return (registers[t.cpuId() * STRIDE] & denied << 2 * KEY) == 0;
    }

    /**
     * An access of the kernel to a page of a protected device: looks at the register as the processor does, and reports what
     * it does not let through.
     *
     * @param address the kernel address of the access, for the report
     * @return whether it may be made; where it was refused nothing may be changed
     */
    public boolean access(TaskContext t, Device device, int page, long address, boolean write) {
        if (allows(t, write)) {
            if (Sync.CONTROLLED && !rights(t).entitled()) {
                throw Sync.scheduler()
                        .violation(
                                ViolationKind.EXPOSED,
                                "reaches page %d of a protected device though it has no section open; %s"
                                        .formatted(page, holders(t)));
            }
            return true;
        }
        boolean forgives = device.protect() == StrayMode.RELAXED;
        String text = "%s %s page %d at 0x%x under key %d, which is closed to it; %s"
                .formatted(t, write ? "stores to" : "loads from", page, address, KEY, holders(t));
        t.kernel().log().report(forgives ? "pks-fault-forgiven" : "pks-fault", text);
        if (forgives) {
            // The context that faulted gets the right, in the register that the exception has saved; nobody else does.
            setOpen(t.cpuId(), true);
            rights(t).forgive();
        }
        return forgives;
    }

    /** The tasks that have sections open, in words. What others do meanwhile may make it old. */
    private static String holders(TaskContext t) {
        StringBuilder b = new StringBuilder();
        for (TaskContext other : t.kernel().tasks().all()) {
            String open = other.rights() instanceof StrayRights r ? r.open() : "";
            if (!open.isEmpty()) {
                b.append(b.isEmpty() ? "" : ", ").append(other).append(" has ").append(open);
            }
        }
        return b.isEmpty() ? "nobody has a section open" : b.toString();
    }
}
