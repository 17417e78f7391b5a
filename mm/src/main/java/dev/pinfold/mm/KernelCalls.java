package dev.pinfold.mm;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.device.Device;
import dev.pinfold.mm.device.StrayProtection;
import dev.pinfold.mm.fault.Fault;
import dev.pinfold.mm.kmap.KernelAccess;
import dev.pinfold.mm.kmap.Kmaps;
import dev.pinfold.mm.kmap.UserCopy;
import dev.pinfold.mm.space.KernelLog;
import dev.pinfold.mm.space.TaskContext;
import java.util.List;

/**
 * What kernel code does on behalf of one task: kernel maps and accesses through them, copies to and from user memory, sections
 * in which protected device memory is open, and what it does to its CPU. Used by the task's own thread.
 *
 * <p>Each call is a moment in the kernel; between two of them the task can be preempted and come back on another CPU, unless
 * something it has open forbids that. An access or a map that is refused leaves the reason in {@link #fault}, as an access of
 * the user's does, and is reported in {@link #reports}. A number that no page has is an {@link IllegalArgumentException}.
 * For a task that has ended nothing is done: the fault is SIGKILL, as that of its accesses is.
 */
public final class KernelCalls {
    private final KernelGate gate;
    private final TaskContext context;
    private final Kmaps kmaps;
    private final KernelAccess access;
    private final UserCopy copy;
    private final StrayProtection protection;

    KernelCalls(KernelGate gate, Machine machine) {
        this.gate = gate;
        this.context = gate.context;
        this.kmaps = machine.kmaps();
        this.access = machine.kernelAccess();
        this.protection = machine.devices().protection();
        this.copy = new UserCopy(access);
    }

    // --- maps -------------------------------------------------------------------------------------------------------

    /**
     * {@code kmap_local_page}: a kernel address for a page until {@link #kunmapLocal}, in the way of the machine's design. The
     * address is this task's; maps end in the opposite order. 0, and a fault, where there are too many.
     */
    public long kmapLocalPage(int page) {
        requirePage(page);
        if (kmaps.isPlain(page)) {
            return kmaps.pageAddress(page);
        }
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return 0;
        }
        try {
            return kmaps.map(t, page);
        } finally {
            t.exitKernel();
        }
    }

    /** {@code kunmap_local}. Out of order it is reported, and ends the last map made all the same. */
    public void kunmapLocal(long address) {
        if (kmaps.isPlainAddress(address)) {
            return;
        }
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return;
        }
        try {
            kmaps.unmap(t, address);
        } finally {
            t.exitKernel();
        }
    }

    /** {@code kmap_atomic}: as {@link #kmapLocalPage}, and until {@link #kunmapAtomic} no preemption, no sleep and no fault. */
    public long kmapAtomic(int page) {
        requirePage(page);
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return 0;
        }
        try {
            return kmaps.mapAtomic(t, page);
        } finally {
            t.exitKernel();
        }
    }

    /** {@code kunmap_atomic}. */
    public void kunmapAtomic(long address) {
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return;
        }
        try {
            kmaps.unmapAtomic(t, address);
        } finally {
            t.exitKernel();
        }
    }

    /** {@code kmap}: an address that every task may use until {@link #kunmap}. Waits for a place; 0, and a fault, if it must not. */
    public long kmap(int page) {
        requirePage(page);
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return 0;
        }
        try {
            return kmaps.mapLasting(t, page);
        } finally {
            t.exitKernel();
        }
    }

    /** {@code kunmap}: takes the page, not the address. */
    public void kunmap(int page) {
        requirePage(page);
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return;
        }
        try {
            kmaps.unmapLasting(t, page);
        } finally {
            t.exitKernel();
        }
    }

    /** {@code page_address}: where the kernel sees a page; 0 for one of high memory without a lasting map. */
    public long pageAddress(int page) {
        requirePage(page);
        if (kmaps.isPlain(page)) {
            return kmaps.pageAddress(page);
        }
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return 0;
        }
        try {
            return kmaps.pageAddress(page);
        } finally {
            t.exitKernel();
        }
    }

    private void requirePage(int page) {
        if (!kmaps.isPage(page)) {
            throw new IllegalArgumentException("page " + page + ": this machine has no such page");
        }
    }

    /** Whether there is such a page. */
    public boolean isPage(long page) {
        return kmaps.isPage(page);
    }

    // --- accesses ---------------------------------------------------------------------------------------------------

    /** A load by kernel code of 1, 2, 4 or 8 bytes at a kernel address; 0 and a fault where it is refused. */
    public long load(long address, int size) {
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return 0;
        }
        try {
            return access.load(t, address, size);
        } finally {
            t.exitKernel();
        }
    }

    /** A store by kernel code. One that is refused never lands. */
    public void store(long address, long value, int size) {
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return;
        }
        try {
            access.store(t, address, value, size);
        } finally {
            t.exitKernel();
        }
    }

    /** {@code copy_to_user}: gives the bytes not copied. A fault is one at the kernel address. */
    public long copyToUser(long user, long address, long length) {
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return length;
        }
        try {
            return copy.toUser(t, user, address, length);
        } finally {
            t.exitKernel();
        }
    }

    /** {@code copy_from_user}: gives the bytes not copied. A fault is one at the kernel address. */
    public long copyFromUser(long address, long user, long length) {
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return length;
        }
        try {
            return copy.fromUser(t, address, user, length);
        } finally {
            t.exitKernel();
        }
    }

    /** Why the last access or map was refused: 0, or a fault as {@link MemoryFault#describe} names it. */
    public long fault() {
        return context.fault;
    }

    /** The kernel address of the last access that was refused. */
    public long faultAddress() {
        return context.faultAddress;
    }

    // --- device memory ----------------------------------------------------------------------------------------------

    /** {@code pgmap_mk_readwrite}: opens protected device memory for this task. May be nested. */
    public void pgmapMkReadwrite(int page) {
        requirePage(page);
        Device d = kmaps.protectedDevice(page);
        if (d != null) {
            TaskContext t = gate.enterForKernelCode();
            if (t == null) {
                return;
            }
            try {
                protection.open(t, d);
            } finally {
                t.exitKernel();
            }
        }
    }

    /** {@code pgmap_mk_noaccess}: closes it. */
    public void pgmapMkNoaccess(int page) {
        requirePage(page);
        Device d = kmaps.protectedDevice(page);
        if (d != null) {
            TaskContext t = gate.enterForKernelCode();
            if (t == null) {
                return;
            }
            try {
                protection.close(t, d);
            } finally {
                t.exitKernel();
            }
        }
    }

    // --- the CPU ----------------------------------------------------------------------------------------------------

    /** {@code pagefault_disable}: from here a copy ends where user memory is not there. May be nested. */
    public void pagefaultDisable() {
        context.pagefaultDisable();
    }

    /** {@code pagefault_enable}. -EINVAL if faults are not off. */
    public long pagefaultEnable() {
        return context.pagefaultEnable() ? 0 : -Errno.EINVAL;
    }

    /** {@code preempt_disable}: from here the task keeps its CPU, and must not sleep. May be nested. */
    public void preemptDisable() {
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return;
        }
        try {
            t.preemptDisable();
        } finally {
            t.exitKernel();
        }
    }

    /** {@code preempt_enable}. -EINVAL if preemption is not off. */
    public long preemptEnable() {
        TaskContext t = context;
        if (!t.preemptionOff()) {
            return -Errno.EINVAL;
        }
        t.enterKernel();
        try {
            t.preemptEnable();
        } finally {
            t.exitKernel();
        }
        return 0;
    }

    /** An interrupt comes while the task is in the kernel: what follows, up to {@link #irqExit}, is its handler. */
    public void irqEnter() {
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return;
        }
        try {
            t.preemptDisable();
            t.exceptionEntry();
        } finally {
            t.exitKernel();
        }
    }

    /** The interrupt is over. -EINVAL if there was none. */
    public long irqExit() {
        TaskContext t = context;
        if (!t.preemptionOff()) {
            return -Errno.EINVAL;
        }
        t.enterKernel();
        try {
            t.exceptionExit();
            t.preemptEnable();
        } finally {
            t.exitKernel();
        }
        return 0;
    }

    /** {@code schedule}: lets others have the CPU. A fault where the task must not sleep. */
    public void schedule() {
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return;
        }
        try {
            if (t.preemptionOff()) {
                kmaps.log().report("scheduling-while-atomic", t + " gives up a CPU that it has to keep");
                t.raise(Fault.KERNEL_BUG);
            } else {
                t.yieldCpu();
            }
        } finally {
            t.exitKernel();
        }
    }

    /** Goes to another CPU, as the load balancer may send it. -EINVAL for no CPU, -EBUSY if the task keeps to its own. */
    public long migrate(int cpu) {
        if (cpu < 0 || cpu >= context.kernel().cpus().count()) {
            return -Errno.EINVAL;
        }
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return -Errno.ESRCH;
        }
        try {
            long result = -Errno.EBUSY;
            if (!t.preemptionOff() && !t.migrationOff()) {
                t.migrate(cpu);
                result = 0;
            }
            return result;
        } finally {
            t.exitKernel();
        }
    }

    /** The number of the CPU that the task is on. */
    public int cpu() {
        TaskContext t = gate.enterForKernelCode();
        if (t == null) {
            return -1;
        }
        try {
            return t.cpuId();
        } finally {
            t.exitKernel();
        }
    }

    /** Whether the task keeps a CPU, so that no other task can come to it. */
    public boolean keepsCpu() {
        return context.preemptionOff();
    }

    /** Whether a CPU is to be had for this task's next call, or another task keeps it. */
    public boolean canRun() {
        return context.canRun();
    }

    // --- what was left open -----------------------------------------------------------------------------------------

    /** The kernel's code ends and the user's goes on: reports kernel maps that still live ({@code kmap_assert_nomap}). */
    public void exitToUser() {
        String maps = context.maps() == null ? "" : context.maps().open();
        if (!maps.isEmpty()) {
            kmaps.log().report("kmap-at-return", context + " returns to user mode with " + maps);
        }
    }

    /** What the task has open: kernel maps, sections, faults or preemption off; empty if nothing. */
    public String open() {
        String maps = context.maps() == null ? "" : context.maps().open();
        String rights = context.rights() == null ? "" : context.rights().open();
        String keeps = context.preemptionOff() ? "preemption off" : "";
        return String.join(
                ", ",
                List.of(maps, rights, keeps).stream().filter(s -> !s.isEmpty()).toList());
    }

    /** Everything that the kernel of this machine has reported so far: mistakes of its code, whoever made them. */
    public List<KernelLog.Report> reports() {
        return context.kernel().log().all();
    }
}
