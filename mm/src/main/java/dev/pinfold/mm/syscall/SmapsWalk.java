package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.ShmemMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.huge.Eligibility;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import org.jspecify.annotations.Nullable;

/** Adds up one mapping's pages: {@code smap_gather_stats}. */
public final class SmapsWalk {
    /** Shares of pages are counted in fractions of a byte. */
    private static final int PSS_SHIFT = 12;

    private static final Site READ = Site.lock("smaps: mmap lock over adding up a mapping");

    /** Two letters for each bit, in the order of bits. */
    private static final String[] NAMES = {
        "1:rd",
        "2:wr",
        "4:ex",
        "8:sh",
        "10:mr",
        "20:mw",
        "40:me",
        "80:ms",
        "100:gd",
        "200:um",
        "400:pf",
        "800:gu",
        "1000:uw",
        "2000:lo",
        "4000:io",
        "8000:sr",
        "10000:rr",
        "20000:dc",
        "40000:de",
        "80000:lf",
        "100000:ac",
        "200000:nr",
        "400000:ht",
        "800000:sf",
        "2000000:wf",
        "4000000:dd",
        "10000000:mm",
        "20000000:hg",
        "40000000:nh",
        "80000000:mg",
        "10000000000:dp",
        "40000000000:sl"
    };

    private long rss;
    private long pss;
    private long sharedClean;
    private long sharedDirty;
    private long privateClean;
    private long privateDirty;
    private long referenced;
    private long anonymous;
    private long anonHuge;
    private long shmemHuge;
    private long fileHuge;

    private SmapsWalk() {}

    /** The numbers of the mapping that contains an address; null where none is. */
    public static @Nullable Smaps of(TaskContext t, long addr) {
        Space space = t.space();
        space.readLock(READ);
        Vma vma = addr < 0 ? null : space.lookup(addr);
        if (vma == null) {
            space.readUnlock();
            return null;
        }
        SmapsWalk walk = new SmapsWalk();
        walk.add(t, vma);
        long pss = walk.pss >>> PSS_SHIFT;
        Smaps result = new Smaps(
                vma.start(),
                vma.end(),
                walk.rss,
                pss,
                walk.sharedClean,
                walk.sharedDirty,
                walk.privateClean,
                walk.privateDirty,
                walk.referenced,
                walk.anonymous,
                walk.anonHuge,
                walk.shmemHuge,
                walk.fileHuge,
                Eligibility.shown(vma),
                vma.has(VmFlags.VM_LOCKED) ? pss : 0,
                vma.pkey(),
                letters(vma.flags()));
        space.readUnlock();
        return result;
    }

    private void add(TaskContext t, Vma vma) {
        Frames frames = t.kernel().frames();
        TableCursor c = t.cursor();
        c.open(vma.tables(), vma.start(), vma.end(), TableCursor.READ | TableCursor.HUGE_PART | TableCursor.NO_PUD);
        while (c.next()) {
            for (int i = c.first(), limit = c.limit(); i < limit; i++) {
                long e = c.get(i);
                if (c.huge()) {
                    huge(frames, vma, e, c.address(0));
                } else if (Pte.present(e) && !Pte.special(e)) {
                    page(frames, e, c.shared());
                }
            }
        }
        c.close();
    }

    /** {@code smaps_pmd_entry}: the pages of a huge entry one by one, and as a whole by what they are of. */
    private void huge(Frames frames, Vma vma, long e, long address) {
        if (!Pte.present(e) || Pte.special(e)) {
            return;
        }
        long from = Math.max(vma.start(), address);
        long to = Math.min(vma.end(), address + PMD_SIZE);
        if (frames.test(Pte.pfn(e), FrameFlags.ANON)) {
            anonHuge += to - from;
        } else if (vma.mapping() instanceof ShmemMapping) {
            shmemHuge += to - from;
        } else if (!frames.isDevice(Pte.pfn(e))) {
            fileHuge += to - from;
        }
        for (long a = from; a < to; a += PAGE_SIZE) {
            page(frames, PageTables.part(e, a, Geometry.PMD), false);
        }
    }

    private void page(Frames frames, long e, boolean sharedTable) {
        int pfn = Pte.pfn(e);
        // A leaf table in two spaces counts its pages once; how many spaces there are it does not tell here.
        int maps = FolioMaps.of(frames, pfn) + (sharedTable ? 1 : 0);
        pfn = frames.head(pfn);
        boolean dirty = Pte.dirty(e) || frames.test(pfn, FrameFlags.DIRTY);
        rss += PAGE_SIZE;
        pss += (PAGE_SIZE << PSS_SHIFT) / maps;
        anonymous += frames.test(pfn, FrameFlags.ANON) ? PAGE_SIZE : 0;
        referenced += Pte.young(e) || frames.test(pfn, FrameFlags.REFERENCED) ? PAGE_SIZE : 0;
        if (maps > 1) {
            sharedClean += dirty ? 0 : PAGE_SIZE;
            sharedDirty += dirty ? PAGE_SIZE : 0;
        } else {
            privateClean += dirty ? 0 : PAGE_SIZE;
            privateDirty += dirty ? PAGE_SIZE : 0;
        }
    }

    private static String letters(long flags) {
        StringBuilder s = new StringBuilder();
        for (String name : NAMES) {
            int colon = name.indexOf(':');
            if ((flags & Long.parseLong(name.substring(0, colon), 16)) != 0) {
                s.append(s.isEmpty() ? "" : " ").append(name, colon + 1, name.length());
            }
        }
        return s.toString();
    }
}
