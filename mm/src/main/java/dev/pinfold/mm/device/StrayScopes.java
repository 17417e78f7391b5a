package dev.pinfold.mm.device;

import dev.pinfold.mm.design.Debate;
import dev.pinfold.mm.design.DesignPoint;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Guard;

/** The choices of the design point {@code STRAY_PROTECTION_SCOPE}. */
public final class StrayScopes {
    /** The count is the task's, a plain number, since a task is one thread of execution. Sections may sleep. */
    public static final StrayScope PER_TASK = new PerTask();

    /** The count is the CPU's and the device's; no task carries anything, and a section keeps its CPU. */
    public static final StrayScope PER_CPU = new PerCpu();

    /** The point. */
    public static final DesignPoint<StrayScope> POINT = DesignPoint.named("STRAY_PROTECTION_SCOPE", StrayScope.class)
            .asks("Whom does the count of nested sections open for device memory belong to?")
            .debated(Debate.STRAY_WRITES)
            .linux("", "never merged; the series ended with per-task, April 2022")
            .choices(PER_TASK, PER_CPU);

    private StrayScopes() {}

    private static final class PerTask implements StrayScope {
        @Override
        public String choice() {
            return "per-task";
        }

        @Override
        public String summary() {
            return "the task's: a section may be preempted, migrate and sleep; each task carries a count";
        }

        @Override
        public void open(StrayProtection protection, TaskContext t, StrayRights rights, Device device) {
            if (rights.count++ == 0) {
                protection.setOpen(t.cpuId(), true);
            }
        }

        @Override
        public void close(StrayProtection protection, TaskContext t, StrayRights rights, Device device) {
            if (--rights.count == 0) {
                protection.setOpen(t.cpuId(), false);
            }
        }

        @Override
        public int exchangeCount(StrayProtection protection, TaskContext t, StrayRights rights, int next) {
            int was = rights.count;
            rights.count = next;
            return was;
        }

        @Override
        public boolean keepsCpu() {
            return false;
        }

        @Override
        public int taskBytes() {
            return Integer.BYTES;
        }
    }

    private static final class PerCpu implements StrayScope {
        @Override
        public String choice() {
            return "per-cpu";
        }

        @Override
        public String summary() {
            return "the CPU's, for each device: nothing in the task, but preemption is off inside";
        }

        @Override
        public void open(StrayProtection protection, TaskContext t, StrayRights rights, Device device) {
            if (!Guard.STRAY_SECTION_KEEPS_CPU.holds(false)) {
                t.preemptDisable();
            }
            int cpu = t.cpuId();
            device.addSections(cpu, 1);
            if (protection.addSections(cpu, 1) == 1) {
                protection.setOpen(cpu, true);
            }
        }

        @Override
        public void close(StrayProtection protection, TaskContext t, StrayRights rights, Device device) {
            int cpu = t.cpuId();
            device.addSections(cpu, -1);
            // One key serves all devices, so it is closed with the last of them.
            if (protection.addSections(cpu, -1) == 0) {
                protection.setOpen(cpu, false);
            }
            if (t.preemptionOff()) {
                t.preemptEnable();
            }
        }

        @Override
        public int exchangeCount(StrayProtection protection, TaskContext t, StrayRights rights, int next) {
            int cpu = t.cpuId();
            int was = protection.addSections(cpu, 0);
            protection.addSections(cpu, next - was);
            return was;
        }

        @Override
        public boolean keepsCpu() {
            return true;
        }

        @Override
        public int cpuDeviceBytes() {
            return Integer.BYTES;
        }
    }
}
