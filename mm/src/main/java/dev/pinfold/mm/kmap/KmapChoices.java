package dev.pinfold.mm.kmap;

import dev.pinfold.mm.design.Debate;
import dev.pinfold.mm.design.DesignPoint;
import dev.pinfold.mm.space.TaskContext;

/** The choices of the design point {@code KMAP_SLOTS}. */
public final class KmapChoices {
    /** {@code kmap_local_page}: a stack of maps that belongs to the task and is switched with it. */
    public static final KmapSlots PER_TASK = new PerTask();

    /** {@code kmap_atomic} as it was until 2020: a stack of maps that belongs to the CPU, which its user keeps. */
    public static final KmapSlots PER_CPU = new PerCpu();

    /** {@code kmap}: a pool of maps that everybody sees. */
    public static final KmapSlots GLOBAL = new Global();

    /** The point. */
    public static final DesignPoint<KmapSlots> POINT = DesignPoint.named("KMAP_SLOTS", KmapSlots.class)
            .asks("Whom does a temporary kernel map belong to?")
            .debated(Debate.KERNEL_MAPS)
            .linux("per-task", "since 5.11, 2021; per-cpu before, and global still exists")
            .choices(PER_TASK, PER_CPU, GLOBAL);

    private KmapChoices() {}

    private static final class PerTask implements KmapSlots {
        @Override
        public String choice() {
            return "per-task";
        }

        @Override
        public String summary() {
            return "the task: its maps are saved and loaded when tasks take turns, and it may fault and sleep";
        }

        @Override
        public long map(Kmaps kmaps, TaskContext t, int pfn) {
            return kmaps.mapLocal(t, pfn);
        }

        @Override
        public void unmap(Kmaps kmaps, TaskContext t, long address) {
            kmaps.unmapLocal(t, address);
        }

        @Override
        public boolean keepsCpu() {
            return false;
        }

        @Override
        public int taskBytes() {
            return Integer.BYTES + Kmaps.SLOTS * Long.BYTES;
        }
    }

    private static final class PerCpu implements KmapSlots {
        @Override
        public String choice() {
            return "per-cpu";
        }

        @Override
        public String summary() {
            return "the CPU: nothing to save, but neither preemption nor faults while a map is there";
        }

        @Override
        public long map(Kmaps kmaps, TaskContext t, int pfn) {
            return kmaps.cpuMaps().map(t, pfn);
        }

        @Override
        public void unmap(Kmaps kmaps, TaskContext t, long address) {
            kmaps.cpuMaps().unmap(t, address);
        }

        @Override
        public boolean keepsCpu() {
            return true;
        }
    }

    private static final class Global implements KmapSlots {
        @Override
        public String choice() {
            return "global";
        }

        @Override
        public String summary() {
            return "everybody: valid on all CPUs, but making one may sleep, and every CPU flushes when the pool is used up";
        }

        @Override
        public long map(Kmaps kmaps, TaskContext t, int pfn) {
            kmaps.openFor(t, pfn);
            return kmaps.pool().map(t, pfn);
        }

        @Override
        public void unmap(Kmaps kmaps, TaskContext t, long address) {
            int pfn = kmaps.frameBehind(address);
            kmaps.pool().unmap(t, pfn);
            kmaps.closeFor(t, pfn);
        }

        @Override
        public boolean keepsCpu() {
            return false;
        }
    }
}
