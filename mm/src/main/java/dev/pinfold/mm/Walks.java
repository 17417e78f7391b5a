package dev.pinfold.mm;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.dirty.CountWalks;
import dev.pinfold.mm.dirty.DirtyRange;
import dev.pinfold.mm.dirty.FileDirtyTracker;
import dev.pinfold.mm.dirty.PageBlocks;
import dev.pinfold.mm.dirty.PageSet;
import dev.pinfold.mm.dirty.SharedMappings;
import dev.pinfold.mm.dirty.SpaceTracker;
import dev.pinfold.mm.dirty.Unmapping;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.gup.DeviceTlb;
import dev.pinfold.mm.rmap.MappingWalk;
import dev.pinfold.mm.rmap.MappingWalkSkip;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Walk;
import dev.pinfold.mm.table.WalkOps;
import org.jspecify.annotations.Nullable;

/**
 * Walks over page tables on behalf of one task, and what the kernel builds on them: write-protecting and cleaning the
 * mappings of a file. Results are as everywhere in {@link Calls}: a value &ge; 0 or {@code -errno}.
 *
 * <p>Every entry of a megabyte, in a dozen lines:
 *
 * <pre>{@code
 * long[] dirty = {0};
 * WalkOps ops = WalkOps.builder()
 *         .pte((walk, entry, start, end) -> {
 *             if (Pte.present(entry) && Pte.dirty(entry)) {
 *                 dirty[0]++;
 *             }
 *             return 0;
 *         })
 *         .build();
 * task.walks().range(address, 1 << 20, ops);
 * }</pre>
 *
 * <p>Used by the task's own thread. A file is given by a descriptor of the task; pages of files and counts of pages are in
 * units of 4 KiB.
 */
public final class Walks {
    private static final Site RANGE = Site.lock("face.walk: mmap lock over a walk of a range");
    private static final Site MAPPING = Site.lock("face.walk: i_mmap lock over a walk of a file's mappings");

    private final KernelGate gate;
    private final SharedMappings mappings;
    private final MappingWalkSkip skip;

    /** Whose descriptors name files; {@code null} for the task's own. */
    private final @Nullable Task holder;

    private final Record record;
    private final CountWalks counts = new CountWalks();

    /** A task's own record of dirty pages, with the range it has grown to and the pages cleaned last. */
    private static final class Record {
        final PageBlocks bits = new PageBlocks();
        final DirtyRange range = new DirtyRange();
        long first;
        long pages;
    }

    Walks(KernelGate gate, SharedMappings mappings, MappingWalkSkip skip) {
        this(gate, mappings, skip, null, new Record());
    }

    private Walks(
            KernelGate gate, SharedMappings mappings, MappingWalkSkip skip, @Nullable Task holder, Record record) {
        this.gate = gate;
        this.mappings = mappings;
        this.skip = skip;
        this.holder = holder;
        this.record = record;
    }

    /** The same walks by the same task, with the same record, where files are given by another task's descriptors. */
    public Walks withDescriptorsOf(Task other) {
        return new Walks(gate, mappings, skip, other, record);
    }

    // --- walks of one's own -----------------------------------------------------------------------------------------

    /**
     * Walks {@code [address, address + length)} of the task's address space under its mmap lock, held for reading: {@code
     * walk_page_range}.
     *
     * @param ops called back; of lock mode {@link dev.pinfold.mm.table.WalkLock#RDLOCK}
     */
    public long range(long address, long length, WalkOps ops) {
        return gate.call(t -> {
            t.space().readLock(RANGE);
            long r = new Walk(t.cursor(), ops).range(t.space(), address, address + length);
            t.space().readUnlock();
            return r;
        });
    }

    /** Walks what maps pages {@code [first, first + pages)} of a file, in all spaces, under the file's i_mmap lock alone. */
    public long mapping(int fd, long first, long pages, WalkOps ops) {
        return onFile(fd, (t, file) -> {
            file.iMmapLock().readLock(MAPPING);
            long r = MappingWalk.pages(file.iMmapLock(), file.iMmap(), first, pages, new Walk(t.cursor(), ops), skip);
            file.iMmapLock().readUnlock();
            return r;
        });
    }

    // --- walks that count -------------------------------------------------------------------------------------------

    /** Present entries of a range; a huge entry is one. */
    public long walkPageRange(long address, long length) {
        TaskContext t = gate.enter();
        if (t == null) {
            return -Errno.ESRCH;
        }
        try {
            return counts.range(t, t.space(), address, address + length);
        } finally {
            gate.leave(t);
        }
    }

    /** Present entries of the mapping that contains an address; -EFAULT if there is none. */
    public long walkPageVma(long address) {
        return gate.call(t -> counts.vma(t, t.space(), address));
    }

    /** Present entries that map pages {@code [first, first + pages)} of a file, in all spaces. */
    public long walkPageMapping(int fd, long first, long pages) {
        return onFile(fd, (t, file) -> counts.mapping(t, file, first, pages, skip));
    }

    /** Entries that map a page, given by its frame number, found by walking each mapping that may. */
    public long pageVmaMappedWalk(int page) {
        return gate.call(t -> counts.mapped(t, t.kernel().frames().config().requirePage(page)));
    }

    // --- write-protect and clean ------------------------------------------------------------------------------------

    /** {@code wp_shared_mapping_range}: takes the right to write from what maps pages of a file shared. Gives how many. */
    public long wpSharedMappingRange(int fd, long first, long pages) {
        return onFile(fd, (t, file) -> mappings.wpSharedMappingRange(t, file, first, pages));
    }

    /**
     * {@code clean_record_shared_mapping_range}: takes the dirty marks of what maps pages of a file shared, and records them
     * in the task's record. Gives how many there were.
     *
     * @param bitmapPgoff the page of the file that the record's bits and range count from, at most {@code first}
     */
    public long cleanRecordSharedMappingRange(int fd, long first, long pages, long bitmapPgoff) {
        return cleanRecordSharedMappingRange(fd, first, pages, bitmapPgoff, record.bits, record.range);
    }

    /** As {@link #cleanRecordSharedMappingRange(int, long, long, long)}, into a record of the caller's. */
    public long cleanRecordSharedMappingRange(
            int fd, long first, long pages, long bitmapPgoff, PageSet into, DirtyRange grown) {
        if (first < bitmapPgoff || bitmapPgoff < 0 || pages < 0) {
            return -Errno.EINVAL;
        }
        return onFile(fd, (t, file) -> {
            record.first = first - bitmapPgoff;
            record.pages = pages;
            return mappings.cleanRecordSharedMappingRange(t, file, first, pages, bitmapPgoff, into, grown);
        });
    }

    /** Where the task's record begins, as Linux leaves it in {@code *start}. */
    public long dirtyStart() {
        return record.range.start();
    }

    /** Where the task's record ends, as Linux leaves it in {@code *end}; nothing is recorded if that is not above the start. */
    public long dirtyEnd() {
        return record.range.end();
    }

    /** The task's record over the pages of the last call that cleaned: one character a page, 1 if it is recorded. */
    public String dirtyBits() {
        StringBuilder s = new StringBuilder();
        for (long p = record.first; p < record.first + record.pages; p++) {
            s.append(record.bits.contains(p) ? '1' : '0');
        }
        return s.toString();
    }

    /** Empties the task's record. */
    public void dirtyReset() {
        record.bits.clear();
        record.range.reset();
    }

    // --- unmapping --------------------------------------------------------------------------------------------------

    /** {@code zap_page_range}: clears the entries of a range; its mappings stay. */
    public long zapPageRange(long address, long length) {
        return gate.call(t -> Unmapping.zapPageRange(t, t.space(), address, length));
    }

    /** {@code unmap_mapping_range}: clears what maps a part of a file, in bytes, in all spaces, private copies as well. */
    public long unmapMappingRange(int fd, long offset, long length) {
        return onFile(fd, (t, file) -> Unmapping.unmapMappingRange(t, file, offset, length));
    }

    /**
     * Writes a file's dirty pages back as the flusher thread does, who has no descriptor of it: each becomes read-only
     * everywhere, is cleaned and written.
     *
     * @return 0, or -EBADF, -EIO
     */
    public long writeback(int fd) {
        return onFile(fd, (t, file) -> file.sync(t, 0, Long.MAX_VALUE));
    }

    // --- tracking of stores -----------------------------------------------------------------------------------------

    /**
     * Begins to track the stores that reach pages {@code [first, first + pages)} of a file through shared mappings, in
     * all spaces.
     *
     * @throws ErrnoException EBADF; EBUSY if the file is tracked already
     */
    public FileTracking trackFile(int fd, long first, long pages) {
        FileDirtyTracker[] tracker = new FileDirtyTracker[1];
        long error = onFile(fd, (t, file) -> {
            FileDirtyTracker opened = FileDirtyTracker.open(t, mappings, file, first, pages);
            if (opened == null) {
                return -Errno.EBUSY;
            }
            tracker[0] = opened;
            return 0;
        });
        if (error < 0) {
            throw new ErrnoException("trackFile(%d, %d, %d)".formatted(fd, first, pages), (int) -error);
        }
        return new FileTracking(gate, tracker[0]);
    }

    /**
     * Begins to track the private memory of the task's address space.
     *
     * @throws ErrnoException EBUSY if the space is tracked already
     */
    public SpaceTracking trackSpace() {
        SpaceTracker[] tracker = new SpaceTracker[1];
        long error = gate.call(t -> {
            SpaceTracker opened = SpaceTracker.open(t.space());
            if (opened == null) {
                return -Errno.EBUSY;
            }
            tracker[0] = opened;
            return 0;
        });
        if (error < 0) {
            throw new ErrnoException("trackSpace()", (int) -error);
        }
        return new SpaceTracking(gate, tracker[0]);
    }

    /** Attaches a device to the task's address space, which walks its page tables and keeps translations of its own. */
    public AttachedDevice attachDevice() {
        DeviceTlb[] tlb = new DeviceTlb[1];
        long ignored = gate.call(t -> {
            tlb[0] = DeviceTlb.attach(t.space());
            return 0;
        });
        return attached(tlb[0]);
    }

    AttachedDevice attached(DeviceTlb tlb) {
        return new AttachedDevice(gate, tlb);
    }

    SpaceTracking tracking(SpaceTracker tracker) {
        return new SpaceTracking(gate, tracker);
    }

    FileTracking tracking(FileDirtyTracker tracker) {
        return new FileTracking(gate, tracker);
    }

    private interface OnFile {
        long run(TaskContext t, FileMapping file);
    }

    private long onFile(int fd, OnFile body) {
        return gate.call(t -> {
            OpenFile file = (holder == null ? t : holder.context()).files().get(fd);
            if (file == null) {
                return -Errno.EBADF;
            }
            long r = body.run(t, file.mapping());
            file.put(t);
            return r;
        });
    }
}
