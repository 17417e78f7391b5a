package dev.pinfold.mm;

import dev.pinfold.mm.space.Layout;
import dev.pinfold.mm.space.TaskContext;
import java.util.function.UnaryOperator;

/**
 * Builds what there was before a task's first call: files, mappings that execve or the kernel made, the layout of its address
 * space, its rights. For logs, which begin in the middle of a process's life, and for tests. Each step takes effect at once;
 * those that can fail return 0 or {@code -errno}, as calls do.
 */
public final class InitialState {
    private final KernelGate gate;

    InitialState(KernelGate gate) {
        this.gate = gate;
    }

    /**
     * A file that exists from the start, filled with zeros.
     *
     * @param size bytes
     * @param fs {@code "disk"} or {@code "tmpfs"}
     * @return 0, or EEXIST, or what is wrong with the path
     * @throws IllegalArgumentException if there is no such file system
     */
    public long declareFile(String path, long size, String fs) {
        boolean tmpfs = fs.equals("tmpfs");
        if (!tmpfs && !fs.equals("disk")) {
            throw new IllegalArgumentException("file system \"" + fs + "\": there are \"disk\" and \"tmpfs\"");
        }
        return gate.call(t -> t.kernel().files().declare(path, size, tmpfs));
    }

    /** Maps what nobody has of {@code [addr, addr + length)}, private, readable and writable, as execve or the kernel did. */
    public long adopt(long addr, long length) {
        return gate.call(t -> Adoption.of(t, addr, length));
    }

    /** Fixes the top of the mapping area: the next unplaced mapping ends at or below it. */
    public void placeMmapTop(long top) {
        place(old -> new Layout(old.levels(), top, old.mmapFloor(), old.heapStart()));
    }

    /** Has mappings placed bottom-up from here, as in the legacy layout that {@code ulimit -s unlimited} gives. */
    public void placeMmapFloor(long floor) {
        place(old -> old.bottomUp(floor));
    }

    /** Fixes where the heap starts; {@code brk} has not been called before. */
    public void placeHeap(long start) {
        place(old -> new Layout(old.levels(), old.mmapTop(), old.mmapFloor(), start));
    }

    /** Gives the task every capability, or takes all away, as a change of its user does. */
    public void setPrivileged(boolean yes) {
        long ignored = gate.call(t -> {
            t.setPrivileged(yes);
            return 0;
        });
    }

    private void place(UnaryOperator<Layout> change) {
        long ignored = gate.call((TaskContext t) -> {
            t.space().place(change.apply(t.space().layout()));
            return 0;
        });
    }
}
