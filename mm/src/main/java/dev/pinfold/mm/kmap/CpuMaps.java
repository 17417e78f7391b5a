package dev.pinfold.mm.kmap;

import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;

/**
 * Temporary kernel maps that belong to CPUs: {@code kmap_atomic} as it was. A map keeps its CPU, so nothing is ever saved;
 * faults are off too, since handling one may sleep.
 *
 * <p>A CPU's stack is used by the task that keeps the CPU.
 */
final class CpuMaps {
    private static final Site UNMAPPED = Site.flush("kmap.atomic: forget the slot of a map that ended");
    private static final int STRIDE = 32;

    private final Kmaps kmaps;
    /** Per CPU, so far apart that CPUs do not disturb each other: the slot after the top one. */
    private final int[] idx;

    CpuMaps(Kmaps kmaps, int cpus) {
        this.kmaps = kmaps;
        this.idx = new int[cpus * STRIDE];
    }

    /** Maps that live on a CPU. */
    int live(int cpu) {
        return idx[cpu * STRIDE] / kmaps.step();
    }

    long map(TaskContext t, int pfn) {
        if (!Guard.KMAP_ATOMIC_KEEPS_CPU.holds(false)) {
            t.preemptDisable();
        }
        t.pagefaultDisable();
        kmaps.openFor(t, pfn);
        if (!kmaps.needsMap(pfn)) {
            return kmaps.directAddress(pfn);
        }
        int cpu = t.cpuId();
        int next = idx[cpu * STRIDE] + kmaps.step();
        if (next >= kmaps.slotsPerCpu()) {
            ended(t, pfn);
            return kmaps.tooMany(t);
        }
        idx[cpu * STRIDE] = next;
        int on = kmaps.slotOn(cpu, next - 1);
        KernelTables.set(kmaps.tables().slotEntry(on), KernelTables.pte(pfn));
        long address = KernelLayout.slotAddress(on);
        kmaps.noteMap(t, address, pfn);
        return address;
    }

    void unmap(TaskContext t, long address) {
        long direct = KernelLayout.directFrame(address);
        if (!kmaps.isSlot(address)) {
            ended(t, (int) direct);
            return;
        }
        int cpu = t.cpuId();
        int slot = idx[cpu * STRIDE] - 1;
        if (slot < 0) {
            kmaps.report("kmap-order", "%s ends a map at 0x%x, and CPU %d has none".formatted(t, address, cpu));
            return;
        }
        int on = kmaps.slotOn(cpu, slot);
        long top = KernelLayout.slotAddress(on);
        if (Kmaps.page(address) != top) {
            kmaps.report(
                    "kmap-order",
                    "%s ends the map at 0x%x, but the last one made on CPU %d is at 0x%x"
                            .formatted(t, address, cpu, top));
        }
        long entry = kmaps.tables().slotEntry(on);
        int pfn = Pte.pfn(KernelTables.get(entry));
        KernelTables.set(entry, 0);
        kmaps.forget(cpu, top, UNMAPPED);
        idx[cpu * STRIDE] -= kmaps.step();
        kmaps.noteUnmap(t);
        ended(t, pfn);
    }

    private void ended(TaskContext t, int pfn) {
        kmaps.closeFor(t, pfn);
        boolean ignored = t.pagefaultEnable();
        if (t.preemptionOff()) {
            t.preemptEnable();
        }
    }
}
