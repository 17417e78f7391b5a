package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.fault.UserAccess;
import dev.pinfold.mm.file.FdTable;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.frame.FrameConfig;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.Kernel;
import dev.pinfold.mm.space.Layout;
import dev.pinfold.mm.space.Limits;
import dev.pinfold.mm.space.MapsText;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/** A machine with one task, for tests of the memory calls below the face. */
final class OneTask implements AutoCloseable {
    static final int R = Mman.PROT_READ;
    static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    static final int NEW = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED;

    final Kernel kernel;
    TaskContext t;
    private final List<TaskContext> others = new ArrayList<>();

    OneTask() {
        this(4096, 0, Layout.standard(4));
    }

    OneTask(int frames, int overcommit, Layout layout) {
        kernel = new Kernel(new Frames(FrameConfig.of(1, frames)), 1, overcommit, 0, layout, false);
        Space space = Objects.requireNonNull(Space.create(kernel, layout, 0));
        int pid = kernel.nextPid();
        t = new TaskContext(kernel, pid, pid, space, new FdTable(), new Limits());
        kernel.tasks().add(t, null, false);
    }

    /** Makes a call of the task. */
    long call(LongSupplier body) {
        t.enterKernel();
        try {
            return body.getAsLong();
        } finally {
            t.exitKernel();
        }
    }

    long mmap(long addr, long length, int prot, int flags, int fd, long offset) {
        return call(() -> Mmap.call(t, addr, length, prot, flags, fd, offset));
    }

    long anon(long addr, long pages, int prot) {
        return mmap(addr, pages * PAGE_SIZE, prot, addr == 0 ? Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS : NEW, -1, 0);
    }

    long munmap(long addr, long pages) {
        return call(() -> Munmap.call(t, addr, pages * PAGE_SIZE));
    }

    long mprotect(long addr, long pages, int prot) {
        return call(() -> Mprotect.call(t, addr, pages * PAGE_SIZE, prot));
    }

    long madvise(long addr, long pages, int advice) {
        return call(() -> Madvise.call(t, addr, pages * PAGE_SIZE, advice));
    }

    long mremap(long addr, long pages, long newPages, int flags, long to) {
        return call(() -> Mremap.call(t, addr, pages * PAGE_SIZE, newPages * PAGE_SIZE, flags, to));
    }

    /** Descriptor of a new file of so many pages. */
    int file(String name, long pages) {
        return (int) call(() -> {
            kernel.files().declare(name, pages * PAGE_SIZE, false);
            return open(name);
        });
    }

    int open(String name) {
        OpenFile f =
                Objects.requireNonNull(kernel.files().open(t, name, 2, 0, false).file());
        return (int) t.files().install(f, 3, 1024, false);
    }

    /** Stores a byte; 0 or the fault. */
    long store(long addr, int value) {
        t.fault = 0;
        UserAccess.store(t, addr, value, 1);
        return t.fault;
    }

    /** The byte, or the negated fault. */
    long load(long addr) {
        t.fault = 0;
        long v = UserAccess.load(t, addr, 1) & 0xff;
        return t.fault != 0 ? -t.fault : v;
    }

    /** The task goes on as its own child. */
    void becomeChild() {
        int pid = (int) call(() -> Fork.clone(t, 17));
        t.leaveCpu();
        others.add(t);
        t = Objects.requireNonNull(kernel.tasks().find(pid));
    }

    String maps() {
        return MapsText.of(t.space());
    }

    int mappings() {
        return t.space().mapCount();
    }

    @Override
    public void close() {
        end(t);
        others.forEach(this::end);
        kernel.close();
    }

    private void end(TaskContext task) {
        task.enterKernel();
        Exit.call(task, 0, true);
        task.exitKernel();
        task.leaveCpu();
    }
}
