package dev.pinfold.mm.kmap;

import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.TaskState;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import java.util.Arrays;

/**
 * A task's stack of temporary kernel maps: {@code struct kmap_ctrl}. A map is an entry in a slot of the CPU that the task is
 * on; the stack remembers the entries, so that they can be taken away when another task comes to the CPU
 * ({@code __kmap_local_sched_out}) and put back when this one does ({@code __kmap_local_sched_in}).
 *
 * <p>With guard slots every second slot stays empty, so that what runs over the end of a map is caught.
 *
 * <p>Used by the task inside a call, and by who takes its CPU from it.
 */
final class LocalMaps implements TaskState {
    private static final Site LEAVES = Site.flush("kmap.switch: forget the slots of a task that leaves the CPU");
    private static final Site UNMAPPED = Site.flush("kmap.local: forget the slot of a map that ended");

    private final Kmaps kmaps;
    private final TaskContext task;

    /** The slot after the top one. An interrupt goes on above it and comes back to it. */
    private int idx;

    /** By slot: the entry; 0 where there is none. */
    private final long[] entries;

    /** Where the stack stood when each exception began. */
    private int[] below = new int[2];

    private int exceptions;

    LocalMaps(Kmaps kmaps, TaskContext task) {
        this.kmaps = kmaps;
        this.task = task;
        this.entries = new long[kmaps.slotsPerCpu()];
    }

    /** Maps that live. */
    int live() {
        return idx / kmaps.step();
    }

    /**
     * Makes a map ({@code kmap_local_idx_push}).
     *
     * @return its address; 0 if there are too many
     */
    long push(int pfn, int cpu) {
        int next = idx + kmaps.step();
        if (next >= entries.length) {
            return 0;
        }
        idx = next;
        int slot = next - 1;
        long entry = kmaps.tables().slotEntry(kmaps.slotOn(cpu, slot));
        if (KernelTables.get(entry) != 0) {
            report("kmap-slot-taken", "finds a map of another in slot " + slot + " of CPU " + cpu);
        }
        long pte = KernelTables.pte(pfn);
        entries[slot] = pte;
        KernelTables.set(entry, pte);
        return KernelLayout.slotAddress(kmaps.slotOn(cpu, slot));
    }

    /**
     * Ends the top map ({@code kunmap_local_indexed}).
     *
     * @param address what the caller takes it for: another than the top one's is reported
     * @return the frame that was mapped; -1 if there was no map
     */
    int pop(long address, int cpu) {
        if (idx == 0) {
            report("kmap-order", "ends a map at 0x%x, and has none".formatted(address));
            return -1;
        }
        int slot = idx - 1;
        int on = kmaps.slotOn(cpu, slot);
        long top = KernelLayout.slotAddress(on);
        if (address != top) {
            report("kmap-order", "ends the map at 0x%x, but the last one made is at 0x%x".formatted(address, top));
            kmaps.forget(cpu, address, UNMAPPED);
        }
        long pte = entries[slot];
        KernelTables.set(kmaps.tables().slotEntry(on), 0);
        kmaps.forget(cpu, top, UNMAPPED);
        entries[slot] = 0;
        idx -= kmaps.step();
        return Pte.pfn(pte);
    }

    /** The frame that the task has mapped at an address by its own stack, were it on this CPU; -1 if none. */
    int frameAt(long address, int cpu) {
        long slot = KernelLayout.slot(address) - kmaps.slotOn(cpu, 0);
        boolean live = slot >= 0 && slot < idx && entries[(int) slot] != 0;
        return live ? Pte.pfn(entries[(int) slot]) : -1;
    }

    private void report(String kind, String text) {
        task.kernel().log().report(kind, task + " " + text);
    }

    /** Whether the switch has to do with a slot: not with a guard. */
    private boolean switches(int slot) {
        return Guard.KMAP_SWITCH_SKIPS_GUARDS.holds(kmaps.step() == 1 || (slot & 1) != 0);
    }

    @Override
    public void out(int cpu) {
        if (idx == 0 || Guard.KMAP_SAVED_AT_SWITCH.holds(false)) {
            return;
        }
        for (int slot = 0; slot < idx; slot++) {
            if (!switches(slot)) {
                continue;
            }
            if (entries[slot] == 0) {
                report("kmap-lost", "leaves CPU " + cpu + " with nothing in slot " + slot + " of its maps");
                continue;
            }
            int on = kmaps.slotOn(cpu, slot);
            KernelTables.set(kmaps.tables().slotEntry(on), 0);
            kmaps.forget(cpu, KernelLayout.slotAddress(on), LEAVES);
        }
    }

    @Override
    public void in(int cpu) {
        if (idx == 0 || Guard.KMAP_SAVED_AT_SWITCH.holds(false)) {
            return;
        }
        for (int slot = 0; slot < idx; slot++) {
            if (!switches(slot)) {
                continue;
            }
            if (entries[slot] == 0) {
                report("kmap-lost", "comes to CPU " + cpu + " with nothing in slot " + slot + " of its maps");
                continue;
            }
            KernelTables.set(kmaps.tables().slotEntry(kmaps.slotOn(cpu, slot)), entries[slot]);
        }
    }

    @Override
    public void exceptionEntry(int cpu) {
        if (exceptions == below.length) {
            below = Arrays.copyOf(below, below.length * 2);
        }
        below[exceptions++] = idx;
    }

    @Override
    public void exceptionExit(int cpu) {
        if (exceptions == 0) {
            return; // The task had no maps yet when it began.
        }
        if (idx != below[--exceptions]) {
            report("kmap-left", "leaves an exception with other maps than it found");
        }
    }

    @Override
    public void fork() {
        if (idx != 0) {
            report("kmap-at-fork", "forks with " + open() + "; the child has none");
        }
    }

    @Override
    public void end(int cpu) {
        exceptions = 0;
        if (idx != 0) {
            report("kmap-at-exit", "ends with " + open());
            while (idx != 0) {
                kmaps.unmapLocal(task, KernelLayout.slotAddress(kmaps.slotOn(cpu, idx - 1)));
            }
        }
    }

    @Override
    public String open() {
        return idx == 0 ? "" : live() + (live() == 1 ? " kernel map" : " kernel maps");
    }
}
