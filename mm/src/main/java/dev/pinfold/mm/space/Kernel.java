package dev.pinfold.mm.space;

import dev.pinfold.mm.file.FileSystem;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Cpus;
import dev.pinfold.mm.sync.Epoch;
import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Tlb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What a machine is to the floors above: its memory, its CPUs, and what all its processes share. */
public final class Kernel implements AutoCloseable {
    /** Counters of faults each CPU has; sixteen words apart from the next CPU's. */
    private static final int FAULT_COUNTERS = 32;

    private final Frames frames;
    private final Cpus cpus;
    private final Epoch epoch;
    private final Commit commit;
    private final FileSystem files;
    private final Layout layout;
    private final boolean privileged;
    private final List<Runnable> releases = new ArrayList<>();
    private final IntCell pids = new IntCell(0);
    private final LongCell spaces = new LongCell(0);
    private final long[][] faultCounts;
    private final TaskTable tasks = new TaskTable();
    private final KernelLog log = new KernelLog();
    private final ForkTables forkTables;
    private boolean pkeys;
    private boolean zeroPage = true;
    private HugePages hugePages = HugePages.MADVISE;
    private int maxPtesNone = Geometry.ENTRIES - 1;

    /**
     * A machine without processes.
     *
     * @param frames its memory; closed with the machine
     * @param cpuCount its CPUs
     * @param overcommit {@code vm.overcommit_memory}, 0, 1 or 2
     * @param swapPages pages of swap, which count as promised memory
     * @param layout where things lie in a new address space
     * @param privileged whether tasks have every capability
     */
    public Kernel(Frames frames, int cpuCount, int overcommit, long swapPages, Layout layout, boolean privileged) {
        this(frames, cpuCount, overcommit, swapPages, layout, privileged, ForkTables.SHARE);
    }

    /**
     * A machine whose fork treats leaf tables as is said.
     *
     * @param forkTables the choice of the design point FORK_TABLES
     */
    public Kernel(
            Frames frames,
            int cpuCount,
            int overcommit,
            long swapPages,
            Layout layout,
            boolean privileged,
            ForkTables forkTables) {
        this.frames = frames;
        this.cpus = new Cpus(cpuCount, i -> new Tlb());
        this.epoch = new Epoch(cpuCount);
        this.commit = new Commit(overcommit, frames.frames(), swapPages, cpuCount);
        this.files = new FileSystem(frames, commit, FileSystem.READAHEAD_PAGES);
        this.layout = layout;
        this.privileged = privileged;
        this.forkTables = forkTables;
        this.faultCounts = new long[cpuCount][FAULT_COUNTERS];
    }

    /** When private memory gets huge pages. */
    public HugePages hugePages() {
        return hugePages;
    }

    /**
     * Called while the machine is built.
     *
     * @param none {@code max_ptes_none}: see {@link #maxPtesNone}
     */
    public void setHugePages(HugePages mode, int none) {
        hugePages = mode;
        maxPtesNone = none;
    }

    /**
     * {@code khugepaged/max_ptes_none}: how many pages of 2 MiB may be missing for {@code khugepaged} to make them huge, and
     * how many of a huge page may be full of zeroes before it is split when memory is short; 511 turns the latter off.
     */
    public int maxPtesNone() {
        return maxPtesNone;
    }

    /** Whether huge pages that hold mostly zeroes are looked for when memory is short. */
    public boolean splitsUnderused() {
        return maxPtesNone < Geometry.ENTRIES - 1;
    }

    public Frames frames() {
        return frames;
    }

    public Cpus cpus() {
        return cpus;
    }

    /** What readers of page tables without locks are inside of. */
    public Epoch epoch() {
        return epoch;
    }

    public Commit commit() {
        return commit;
    }

    public Layout layout() {
        return layout;
    }

    public boolean privileged() {
        return privileged;
    }

    /** What the kernel says of mistakes in its own code. */
    public KernelLog log() {
        return log;
    }

    /** Tasks and processes. */
    public TaskTable tasks() {
        return tasks;
    }

    /** Whether fork may hang leaf tables in both spaces. */
    public ForkTables forkTables() {
        return forkTables;
    }

    /** Whether the CPUs have protection keys for user memory ({@code X86_FEATURE_OSPKE}). */
    public boolean pkeys() {
        return pkeys;
    }

    /** Gives the CPUs protection keys, or none. Preconditions: there is no task yet. */
    public void setPkeys(boolean present) {
        pkeys = present;
    }

    /** Whether reads map the shared pages of zeroes; {@code mm_forbids_zeropage} is the opposite. */
    public boolean zeroPage() {
        return zeroPage;
    }

    /** Called while the machine is built. */
    public void setZeroPage(boolean shared) {
        zeroPage = shared;
    }

    /** Counters of faults of one CPU, by kind; changed by the task that runs there. */
    public long[] faultCounts(int cpu) {
        return faultCounts[cpu];
    }

    /** A number for a new task, from 1. */
    public int nextPid() {
        return pids.getAndAdd(1) + 1;
    }

    long nextSpaceId() {
        return spaces.getAndAdd(1) + 1;
    }

    /** The machine's files. */
    public FileSystem files() {
        return files;
    }

    /** Writes the files back and lets the memory go. Preconditions: no task lives. */
    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            discard();
        }
    }

    /** Something that has to let go of the machine's memory after the files are closed, and before the memory goes. */
    public void beforeMemoryGoes(Runnable release) {
        releases.add(release);
    }

    /** Gives the memory back, whatever state it is in: for runs that were given up in the middle. */
    public void discard() {
        releases.forEach(Runnable::run);
        frames.close();
    }
}
