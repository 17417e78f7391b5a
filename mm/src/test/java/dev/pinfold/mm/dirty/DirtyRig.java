package dev.pinfold.mm.dirty;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.VmFlags.VM_MAYSHARE;
import static dev.pinfold.mm.abi.VmFlags.VM_MAY_FLAGS;
import static dev.pinfold.mm.abi.VmFlags.VM_READ;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;
import static dev.pinfold.mm.abi.VmFlags.VM_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.fault.UserAccess;
import dev.pinfold.mm.file.FdTable;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.FileOps;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameConfig;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
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
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Pte;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A machine with tasks that map one another's files by hand: what the tests of dirty tracking stand on. */
final class DirtyRig implements AutoCloseable {
    static final long R = VM_READ | VM_MAY_FLAGS;
    static final long RW = VM_READ | VM_WRITE | VM_MAY_FLAGS;
    static final long SHARED = VM_SHARED | VM_MAYSHARE;
    static final long BASE = 0x10000000L;

    private static final Site MAP = Site.lock("test rig of dirty: map");

    final Kernel kernel;
    final TaskContext a;
    private final List<TaskContext> tasks = new ArrayList<>();
    private final List<OpenFile> files = new ArrayList<>();

    DirtyRig(int frames) {
        this(frames, 2);
    }

    DirtyRig(int frames, int cpus) {
        kernel = new Kernel(
                new Frames(FrameConfig.of(cpus, frames)), cpus, 1, 0, Layout.standard(4), false, ForkTables.SHARE);
        a = task(Objects.requireNonNull(Space.create(kernel, kernel.layout(), 0)));
    }

    /** A task in a space of its own. */
    TaskContext task() {
        return task(Objects.requireNonNull(Space.create(kernel, kernel.layout(), 0)));
    }

    TaskContext task(Space space) {
        TaskContext t = new TaskContext(kernel, kernel.nextPid(), 1, space, new FdTable(), new Limits());
        tasks.add(t);
        return t;
    }

    OpenFile memfd(int pages) {
        OpenFile f = kernel.files().memfd("f" + files.size(), true, false, 12);
        files.add(f);
        assertThat(call(a, t -> FileOps.ftruncate(a, f, pages * PAGE_SIZE))).isZero();
        return f;
    }

    static long call(TaskContext t, ToLongFunction<TaskContext> body) {
        t.enterKernel();
        try {
            return body.applyAsLong(t);
        } finally {
            t.exitKernel();
        }
    }

    static long map(TaskContext t, long address, int pages, long flags) {
        return map(t, address, pages, flags, null, address >>> 12);
    }

    static long map(TaskContext t, long address, int pages, long flags, @Nullable OpenFile file, long pgoff) {
        t.enterKernel();
        t.space().writeLock(MAP);
        long error = MapRegion.map(t, file, address, pages * PAGE_SIZE, flags, pgoff);
        t.space().writeUnlock();
        t.exitKernel();
        assertThat(error).isZero();
        return address;
    }

    static void unmap(TaskContext t, long address, int pages) {
        t.enterKernel();
        t.space().writeLock(MAP);
        assertThat(Unmap.locked(t, address, pages * PAGE_SIZE)).isZero();
        t.exitKernel();
    }

    /** Maps a huge entry of a file by hand: folio of its own, not in the page cache. Gives its head. */
    int mapHuge(TaskContext t, long address, long bits) {
        t.enterKernel();
        t.space().writeLock(MAP);
        int head = kernel.frames().allocZeroed(Zone.MOVABLE, 9, t.cpuId());
        FolioMaps.add(kernel.frames(), head, Geometry.PMD, 1);
        assertThat(t.cursor().openHuge(t.space().tables(), address, Geometry.PMD))
                .isTrue();
        t.cursor().set(Pte.of(head, Pte.PRESENT | Pte.USER | Pte.HUGE | bits));
        t.cursor().close();
        t.space().writeUnlock();
        t.exitKernel();
        return head;
    }

    TaskContext fork(TaskContext t) {
        t.enterKernel();
        Space copy = SpaceFork.copy(t, true);
        t.exitKernel();
        return task(Objects.requireNonNull(copy));
    }

    void exit(TaskContext t) {
        t.enterKernel();
        t.switchTables(null);
        if (t.space().put()) {
            SpaceExit.run(t, t.space());
        }
        t.exitKernel();
        t.leaveCpu();
        tasks.remove(t);
    }

    static long load(TaskContext t, long address) {
        long v = UserAccess.load(t, address, 1);
        assertThat(t.fault).isZero();
        return v;
    }

    static void store(TaskContext t, long address, long value) {
        UserAccess.store(t, address, value, 1);
        assertThat(t.fault).isZero();
    }

    static long entry(TaskContext t, long address) {
        return t.space().tables().entry(address);
    }

    /** Two characters a page: - none, r or w; then d if dirty or a blank. */
    static String entries(TaskContext t, long address, int pages) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < pages; i++) {
            long e = entry(t, address + i * PAGE_SIZE);
            s.append(Pte.none(e) ? '-' : Pte.writable(e) ? 'w' : 'r').append(Pte.dirty(e) ? 'd' : '.');
        }
        return s.toString();
    }

    static FileMapping mapping(OpenFile f) {
        return f.mapping();
    }

    static List<Long> pages(PageBlocks set) {
        List<Long> all = new ArrayList<>();
        set.forEach(all::add);
        return all;
    }

    /** Ends every task and file; every frame must be free then, and every record right. */
    @Override
    public void close() {
        for (TaskContext t : List.copyOf(tasks)) {
            if (!t.equals(a)) {
                exit(t);
            }
        }
        for (OpenFile f : files) {
            call(a, t -> {
                f.put(t);
                return 0;
            });
        }
        exit(a);
        List<String> findings = new ArrayList<>();
        kernel.frames().audit(findings::add);
        assertThat(findings).isEmpty();
        assertThat(kernel.frames().usedFrames()).isEqualTo((int) kernel.files().cachedPages());
        kernel.close();
    }
}
