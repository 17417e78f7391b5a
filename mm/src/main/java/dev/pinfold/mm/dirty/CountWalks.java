package dev.pinfold.mm.dirty;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.MappingWalk;
import dev.pinfold.mm.rmap.MappingWalkSkip;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.MappedWalk;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.Walk;
import dev.pinfold.mm.table.WalkOps;
import org.jspecify.annotations.Nullable;

/**
 * Walks that count the entries they find, one way for each kind of walk. A huge entry is one entry.
 *
 * <p>One object serves one task, for any number of walks; those of a range or a mapping allocate nothing after the first.
 */
public final class CountWalks {
    private static final Site RANGE = Site.lock("walk.range: mmap lock over a walk of a range");
    private static final Site VMA = Site.lock("walk.vma: mmap lock over a walk of one mapping");
    private static final Site MAPPING = Site.lock("walk.mapping: i_mmap lock over a walk of a file's mappings");
    private static final Site FOLIO = Site.lock("walk.mapped: folio lock so that the page keeps its owner");
    private static final Site ANON = Site.lock("walk.mapped: anon_vma lock over a walk of a page's mappings");
    private static final Site FILE = Site.lock("walk.mapped: i_mmap lock over a walk of a page's mappings");

    private long found;
    private @Nullable Walk walk;

    /** The task's walk, and a count that begins anew. */
    private Walk begin(TaskContext t) {
        Walk w = walk;
        if (w == null) {
            w = new Walk(t.cursor(), ops());
            walk = w;
        }
        found = 0;
        return w;
    }

    private WalkOps ops() {
        return WalkOps.builder()
                .pud(this::upper)
                .pmd(this::upper)
                .pte((walk, entry, start, end) -> {
                    found += Pte.present(entry) ? 1 : 0;
                    return 0;
                })
                .build();
    }

    private long upper(Walk walk, long entry, long start, long end) {
        if (Pte.huge(entry)) {
            found += Pte.present(entry) ? 1 : 0;
            walk.action(Walk.Action.CONTINUE);
        }
        return 0;
    }

    /** Present entries in {@code [start, end)} of a space: {@code walk_page_range}; -EINVAL for an empty range. */
    public long range(TaskContext t, Space space, long start, long end) {
        Walk w = begin(t);
        space.readLock(RANGE);
        long stopped = w.range(space, start, end);
        space.readUnlock();
        return stopped < 0 ? stopped : found;
    }

    /** Present entries of the mapping at an address: {@code walk_page_vma}; -EFAULT where none is. */
    public long vma(TaskContext t, Space space, long address) {
        Walk w = begin(t);
        space.readLock(VMA);
        Vma vma = space.find(address);
        long stopped = vma == null || vma.start() > address ? -Errno.EFAULT : w.vma(space, vma);
        space.readUnlock();
        return stopped < 0 ? stopped : found;
    }

    /** Present entries that map pages {@code [first, first + pages)} of a file: {@code walk_page_mapping}. */
    public long mapping(TaskContext t, FileMapping file, long first, long pages, MappingWalkSkip skip) {
        Walk w = begin(t);
        file.iMmapLock().readLock(MAPPING);
        long stopped = MappingWalk.pages(file.iMmapLock(), file.iMmap(), first, pages, w, skip);
        file.iMmapLock().readUnlock();
        return stopped < 0 ? stopped : found;
    }

    /**
     * Entries that map a page: {@code page_vma_mapped_walk} over each mapping that its owner knows of. A leaf table that
     * two spaces share since a fork is met in both.
     *
     * @return how many; -EINVAL for what is no page of a user's
     */
    public long mapped(TaskContext t, int page) {
        Frames frames = t.kernel().frames();
        if (page <= 0 || page >= frames.frames()) {
            return -Errno.EINVAL;
        }
        int head = frames.head(page);
        if (!frames.tryGet(head)) {
            return -Errno.EINVAL;
        }
        frames.lock(head, FOLIO);
        found = 0;
        FolioOwner owner = frames.owner(head);
        long index = frames.index(head) + (page - head);
        long result = switch (owner) {
            case null -> 0;
            case AnonVma anon -> {
                RmapWalk.anon(anon, index, 1, ANON, visitor(t, page, index));
                yield found;
            }
            case FileMapping file -> {
                RmapWalk.file(file.iMmapLock(), file.iMmap(), index, 1, FILE, visitor(t, page, index));
                yield found;
            }
            default -> -Errno.EINVAL;
        };
        frames.unlock(head);
        frames.put(head, t.cpuId());
        return result;
    }

    private RmapWalk.Visitor visitor(TaskContext t, int page, long index) {
        MappedWalk walk = new MappedWalk(t.cursor());
        return (vma, start, end) -> {
            walk.open(vma, page, 1, index, MappedWalk.SYNC);
            while (walk.next()) {
                found++;
            }
            walk.close();
            return true;
        };
    }
}
