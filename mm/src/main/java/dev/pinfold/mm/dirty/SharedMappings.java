package dev.pinfold.mm.dirty;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.FileTask;
import dev.pinfold.mm.rmap.MappingWalkSkip;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Site;

/**
 * Write-protecting and cleaning the entries that map a range of a file, in every address space at once: {@code
 * mm/mapping_dirty_helpers.c}.
 *
 * <p>Both take the file's i_mmap lock for reading and no other lock but those of tables: no mmap lock, since they go from a
 * file to spaces and not the other way, and no folio, since what is mapped may be a device's memory. They touch shared
 * mappings that are or may be made writable, and in them entries that are there; nothing is installed or split unless the
 * design says so for huge entries.
 *
 * <p>What they promise: every entry that was dirty when cleaning began is recorded. A store made meanwhile leaves its
 * entry dirty, or is recorded, or both. For a snapshot that is exact: write-protect, keep pages from becoming writable
 * again, then clean and record.
 */
public final class SharedMappings {
    private static final Site PROTECT = Site.lock("dirty.protect: i_mmap lock over taking the right to write");
    private static final Site CLEAN = Site.lock("dirty.clean: i_mmap lock over taking and recording dirty marks");

    private final WalkStyle style;
    private final MappingWalkSkip skip;
    private final HugeWriteProtect hugeEntries;
    private final LongCell missed = new LongCell(0);

    /** With one choice for each design point that they touch. */
    public SharedMappings(WalkStyle style, MappingWalkSkip skip, HugeWriteProtect hugeEntries) {
        this.style = style;
        this.skip = skip;
        this.hugeEntries = hugeEntries;
    }

    /** Callbacks, skipped mappings do not end a walk, huge entries are protected as they are. */
    public static SharedMappings byDefault() {
        return new SharedMappings(WalkStyle.CALLBACK, MappingWalkSkip.CONTINUE, HugeWriteProtect.PROTECT_HUGE);
    }

    /** Huge entries left alone, as the design says, that were writable or dirty when they should not have been. */
    public long missed() {
        return missed.getAcquire();
    }

    private long done(Sweep job) {
        if (job.missed() != 0) {
            missed.getAndAdd(job.missed());
        }
        return job.count();
    }

    /**
     * Makes pages {@code [first, first + pages)} of a file read-only wherever they are mapped shared: {@code
     * wp_shared_mapping_range}. A tracker of stores hears of the next to each page by a fault.
     *
     * @return entries that were writable and are not any more
     */
    public long wpSharedMappingRange(FileTask t, FileMapping file, long first, long pages) {
        Sweep job = Sweep.writeProtect(hugeEntries);
        file.iMmapLock().readLock(PROTECT);
        style.sweep(t, file, first, pages, job, skip);
        file.iMmapLock().readUnlock();
        return done(job);
    }

    /**
     * Takes the dirty marks of pages {@code [first, first + pages)} of a file wherever they are mapped shared, and records
     * them: {@code clean_record_shared_mapping_range}.
     *
     * @param bitmapPgoff the page of the file that the bitmap's first bit and {@code range} count from; at most {@code first}
     * @param bitmap gets page {@code file page - bitmapPgoff} of each entry that was dirty
     * @param range grows to take in those pages; see {@link DirtyRange}
     * @return entries that were dirty and are not any more
     */
    public long cleanRecordSharedMappingRange(
            FileTask t, FileMapping file, long first, long pages, long bitmapPgoff, PageSet bitmap, DirtyRange range) {
        Sweep job = Sweep.clean(hugeEntries, bitmap, range, bitmapPgoff);
        range.begin(pages);
        file.iMmapLock().readLock(CLEAN);
        style.sweep(t, file, first, pages, job, skip);
        file.iMmapLock().readUnlock();
        return done(job);
    }
}
