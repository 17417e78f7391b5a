package dev.pinfold.mm.kmap;

import dev.pinfold.mm.device.StrayRights;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.Kernel;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.Tlb;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Compares a machine's kernel maps with themselves, while nothing runs. */
final class KmapAudit {
    private final Kmaps kmaps;
    private final Kernel kernel;
    private final Frames frames;
    private final int cpus;
    private final int poolSize;

    KmapAudit(Kmaps kmaps, Kernel kernel, Frames frames, int cpus, int poolSize) {
        this.kmaps = kmaps;
        this.kernel = kernel;
        this.frames = frames;
        this.cpus = cpus;
        this.poolSize = poolSize;
    }

    void run(Consumer<String> findings) {
        slots(findings);
        for (int i = 0; i < poolSize; i++) {
            long pte = KernelTables.peek(kmaps.tables().poolEntry(i));
            int booked = kmaps.pool().frame(i);
            if ((pte == 0) != (booked < 0) || (pte != 0 && Pte.pfn(pte) != booked)) {
                findings.accept("place " + i + " of the kernel maps' pool maps " + Pte.describe(pte)
                        + ", is booked for " + booked);
            }
        }
        for (int cpu = 0; cpu < cpus; cpu++) {
            int on = cpu;
            ((Tlb) kernel.cpus().get(cpu).sink())
                    .forEach(Tlb.KERNEL, (page, frameAddress, write, key) -> tlb(on, page, frameAddress, findings));
            if (!kmaps.devices().protection().isClosed(cpu) && nobodyOpen()) {
                findings.accept("CPU " + cpu + " has device memory open, and no task has a section");
            }
        }
    }

    /** Every entry of a slot belongs to a map of a task, or of its CPU. */
    private void slots(Consumer<String> findings) {
        Set<Integer> taken = new HashSet<>();
        for (TaskContext t : kernel.tasks().all()) {
            for (int cpu = 0; cpu < cpus; cpu++) {
                for (int slot = 0; slot < kmaps.slotsPerCpu(); slot++) {
                    int on = kmaps.slotOn(cpu, slot);
                    if (t.maps() instanceof LocalMaps m && m.frameAt(KernelLayout.slotAddress(on), cpu) >= 0) {
                        taken.add(on);
                    }
                }
            }
        }
        for (int cpu = 0; cpu < cpus; cpu++) {
            for (int slot = 0; slot < kmaps.slotsPerCpu(); slot++) {
                int on = kmaps.slotOn(cpu, slot);
                boolean any = kmaps.isSlot(KernelLayout.slotAddress(on));
                long pte = any ? KernelTables.peek(kmaps.tables().slotEntry(on)) : 0;
                boolean atomic = slot < kmaps.cpuMaps().live(cpu) * kmaps.step();
                if (pte != 0 && !taken.contains(on) && !atomic) {
                    findings.accept("slot " + slot + " of CPU " + cpu + " maps page " + Pte.pfn(pte) + " for nobody");
                }
            }
        }
    }

    private boolean nobodyOpen() {
        return kernel.tasks().all().stream().noneMatch(t -> t.rights() instanceof StrayRights r && r.entitled());
    }

    private void tlb(int cpu, long page, long frameAddress, Consumer<String> findings) {
        int pfn = frames.pfn(frameAddress);
        long is;
        if (kmaps.isSlot(page)) {
            is = KernelTables.peek(kmaps.tables().slotEntry((int) KernelLayout.slot(page)));
        } else if (kmaps.isPool(page)) {
            is = KernelTables.peek(kmaps.tables().poolEntry((int) KernelLayout.poolPlace(page)));
            if (is == 0) {
                return; // Given up and not yet forgotten: that is put off.
            }
        } else {
            is = kmaps.devices().peekLive(pfn) ? KernelTables.pte(pfn) : 0;
        }
        if (is == 0 || Pte.pfn(is) != pfn) {
            findings.accept("CPU %d remembers page %d at kernel address 0x%x, where %s is"
                    .formatted(cpu, pfn, page, Pte.describe(is)));
        }
    }
}
