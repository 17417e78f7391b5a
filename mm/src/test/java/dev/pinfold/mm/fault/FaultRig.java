package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.VmFlags.VM_EXEC;
import static dev.pinfold.mm.abi.VmFlags.VM_MAYREAD;
import static dev.pinfold.mm.abi.VmFlags.VM_MAYSHARE;
import static dev.pinfold.mm.abi.VmFlags.VM_MAY_FLAGS;
import static dev.pinfold.mm.abi.VmFlags.VM_READ;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;
import static dev.pinfold.mm.abi.VmFlags.VM_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.file.FdTable;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.frame.FrameConfig;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.ForkTables;
import dev.pinfold.mm.space.Kernel;
import dev.pinfold.mm.space.Layout;
import dev.pinfold.mm.space.Limits;
import dev.pinfold.mm.space.MapRegion;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.SpaceExit;
import dev.pinfold.mm.space.SpaceFork;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Unmap;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A machine with tasks, mapped by hand: what the tests of faults stand on. */
public final class FaultRig implements AutoCloseable {
    public static final long R = VM_READ | VM_MAY_FLAGS;
    public static final long RW = VM_READ | VM_WRITE | VM_MAY_FLAGS;
    public static final long W = VM_WRITE | VM_MAY_FLAGS;
    public static final long X = VM_EXEC | VM_MAY_FLAGS;
    public static final long NONE = VM_MAY_FLAGS;
    public static final long SHARED = VM_SHARED | VM_MAYSHARE;
    public static final long SHARED_R = VM_READ | VM_MAYREAD | VM_MAYSHARE;
    public static final long BASE = 0x10000000L;

    private static final Site MAP = Site.lock("test rig: map");

    public final Kernel kernel;
    public final TaskContext a;
    private final List<TaskContext> tasks = new ArrayList<>();

    public FaultRig(int frames) {
        this(frames, true);
    }

    public FaultRig(int frames, boolean share) {
        this(new Frames(FrameConfig.of(2, frames)), share);
    }

    public FaultRig(Frames frames, boolean share) {
        kernel = new Kernel(frames, 2, 1, 0, Layout.standard(4), false, share ? ForkTables.SHARE : ForkTables.COPY);
        TaskContext boot = new TaskContext(
                kernel,
                kernel.nextPid(),
                1,
                Objects.requireNonNull(Space.create(kernel, kernel.layout(), 0)),
                new FdTable(),
                new Limits());
        tasks.add(boot);
        a = boot;
    }

    public static long map(TaskContext t, long address, int pages, long flags) {
        return map(t, address, pages, flags, null, address >>> 12);
    }

    public static long map(TaskContext t, long address, int pages, long flags, @Nullable OpenFile file, long pgoff) {
        t.enterKernel();
        t.space().writeLock(MAP);
        if (file != null) {
            file.get();
        }
        long error = MapRegion.map(t, file, address, pages * PAGE_SIZE, flags, pgoff);
        t.space().writeUnlock();
        t.exitKernel();
        assertThat(error).isZero();
        return address;
    }

    public static void unmap(TaskContext t, long address, int pages) {
        t.enterKernel();
        t.space().writeLock(MAP);
        assertThat(Unmap.locked(t, address, pages * PAGE_SIZE)).isZero();
        t.exitKernel();
    }

    public TaskContext fork(TaskContext t) {
        t.enterKernel();
        Space copy = SpaceFork.copy(t, kernel.forkTables().share(t.space()));
        t.exitKernel();
        assertThat(copy).isNotNull();
        TaskContext child =
                new TaskContext(kernel, kernel.nextPid(), 2, Objects.requireNonNull(copy), new FdTable(), new Limits());
        tasks.add(child);
        return child;
    }

    public void exit(TaskContext t) {
        t.enterKernel();
        t.switchTables(null);
        if (t.space().put()) {
            SpaceExit.run(t, t.space());
        }
        t.exitKernel();
        t.leaveCpu();
        tasks.remove(t);
    }

    public static long load(TaskContext t, long address) {
        t.fault = 0;
        long v = UserAccess.load(t, address, 1);
        return t.fault != 0 ? -t.fault : v;
    }

    public static long store(TaskContext t, long address, long value) {
        t.fault = 0;
        UserAccess.store(t, address, value, 1);
        return t.fault;
    }

    public static long exec(TaskContext t, long address) {
        t.fault = 0;
        UserAccess.fetch(t, address);
        return t.fault;
    }

    public static long entry(TaskContext t, long address) {
        return t.space().tables().entry(address);
    }

    /** One character a page: - none, P present, W present and writable, G guard. */
    public static String entries(TaskContext t, long address, int pages) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < pages; i++) {
            long e = entry(t, address + i * PAGE_SIZE);
            s.append(Pte.none(e) ? '-' : Pte.isGuard(e) ? 'G' : Pte.writable(e) ? 'W' : 'P');
        }
        return s.toString();
    }

    public long count(FaultKind kind) {
        return kernel.faultCounts(0)[kind.index()] + kernel.faultCounts(1)[kind.index()];
    }

    /** Ends every task; every frame must be free then, and every record right. */
    @Override
    public void close() {
        for (TaskContext t : List.copyOf(tasks)) {
            exit(t);
        }
        List<String> findings = new ArrayList<>();
        kernel.frames().audit(findings::add);
        assertThat(findings).isEmpty();
        assertThat(kernel.frames().usedFrames()).isEqualTo((int) kernel.files().cachedPages());
        assertThat(kernel.commit().committed())
                .isLessThanOrEqualTo(kernel.files().cachedPages());
        kernel.close();
    }
}
