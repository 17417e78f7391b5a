package dev.pinfold.mm.audit;

import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.VmFlags.VM_ACCOUNT;
import static dev.pinfold.mm.abi.VmFlags.VM_EXEC;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;
import static dev.pinfold.mm.abi.VmFlags.VM_WRITE;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.space.Kernel;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableVisitor;
import dev.pinfold.mm.table.Tlb;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares one address space with itself: mappings, counters, entries, reverse maps, TLBs. Nothing runs meanwhile. */
public final class SpaceAudit {
    private static final Site ANON = Site.lock("audit: anon_vma lock over looking for an entry's mapping");
    private static final Site FILE = Site.lock("audit: i_mmap lock over looking for a mapping");

    private final Kernel kernel;
    private final Frames frames;
    private final Space space;
    private final Consumer<String> findings;
    private @Nullable Vma last;

    /** An audit of one address space, which tells what it finds. */
    public SpaceAudit(Kernel kernel, Space space, Consumer<String> findings) {
        this.kernel = kernel;
        this.frames = kernel.frames();
        this.space = space;
        this.findings = findings;
    }

    /** Audits the space alone. */
    public void run() {
        long ignored = run(new FrameTally(kernel.frames()));
    }

    /** Audits the space and adds what it refers to. Gives the pages it was promised. */
    long run(FrameTally tally) {
        long accounted = mappings();
        entries(tally);
        tlbs();
        return accounted;
    }

    // --- mappings ---------------------------------------------------------------------------------------------------

    private long mappings() {
        long[] pages = new long[4];
        int[] count = new int[1];
        last = null;
        space.vmas().forEach(v -> {
            Vma before = last;
            if (v.start() >= v.end()
                    || offsetInPage(v.start() | v.end()) != 0
                    || (before != null && before.end() > v.start())) {
                finding("a mapping out of place: " + v + (before == null ? "" : " after " + before));
            }
            if (space.lookup(v.start()) != v || space.lookup(v.end() - 1) != v) {
                finding("the tree does not find " + v);
            }
            pages[0] += v.pages();
            pages[1] += v.has(VM_LOCKED) ? v.pages() : 0;
            pages[2] += VmFlags.isData(v.flags()) ? v.pages() : 0;
            pages[3] += v.has(VM_ACCOUNT) ? v.pages() : 0;
            count[0]++;
            linked(v);
            last = v;
        });
        expect("mappings", space.mapCount(), count[0]);
        expect("pages mapped", space.totalVm(), pages[0]);
        expect("pages locked", space.lockedVm() - space.lockedForNothing(), pages[1]);
        expect("pages of data", space.dataVm(), pages[2]);
        return pages[3];
    }

    private void expect(String what, long counted, long found) {
        if (counted != found) {
            finding("counts " + counted + " " + what + ", has " + found);
        }
    }

    /** A mapping must be found through everything that its pages may belong to. */
    private void linked(Vma v) {
        AnonVma anon = v.anonVma();
        if (anon != null && RmapWalk.anon(anon, v.pgoff(), v.pages(), ANON, (m, from, to) -> m != v)) {
            finding("its anon_vma does not find " + v);
        }
        FileMapping file = v.mapping();
        if (file != null
                && RmapWalk.file(file.iMmapLock(), file.iMmap(), v.pgoff(), v.pages(), FILE, (m, from, to) -> m != v)) {
            finding("its file does not find " + v);
        }
    }

    // --- entries ----------------------------------------------------------------------------------------------------

    private void entries(FrameTally tally) {
        boolean[] count = new boolean[1];
        long[] tables = new long[1];
        long[] asides = new long[1];
        long[] huge = new long[1];
        space.tables().audit(new TableVisitor() {
            @Override
            public void table(int pfn, int level, long base, boolean readOnly) {
                boolean fresh = tally.table(pfn);
                tables[0]++;
                if (level == 0) {
                    count[0] = fresh;
                }
                if (!frames.test(pfn, FrameFlags.TABLE)) {
                    finding("a table at %x that is not marked so: %s".formatted(base, frames.describe(pfn)));
                }
            }

            @Override
            public void entry(long address, long e, int level, boolean readOnly) {
                if (Pte.present(e) && Pte.counted(e) && (count[0] || Pte.huge(e))) {
                    tally.mapped(Pte.pfn(e), level);
                } else if (Pte.isSwap(e) && count[0]) {
                    tally.swapped(Pte.slot(e));
                } else if (Pte.isDevicePrivate(e) && count[0]) {
                    tally.held(Pte.pfn(e), 1);
                }
                if (Pte.huge(e) && (Pte.special(e) || frames.test(Pte.pfn(e), FrameFlags.ANON))) {
                    huge[0]++;
                }
                one(address, e, level);
            }

            @Override
            public void aside(int pfn) {
                tally.held(pfn, 1);
                tables[0]++;
                asides[0]++;
            }
        });
        expect("leaf tables set aside for huge entries", asides[0], huge[0]);
        expect("page tables", space.tables().tableCount(), tables[0]);
    }

    private void one(long address, long e, int level) {
        Vma v = space.lookup(address);
        String wrong = null;
        if (v != null && Pte.present(e) && Pte.huge(e)) {
            wrong = huge(v, address, e, level);
        }
        if (wrong == null) {
            wrong = v == null ? "no mapping" : Pte.present(e) ? present(v, address, e) : absent(v, e);
        }
        if (wrong != null) {
            finding("%s: entry at %x is %s, in %s".formatted(wrong, address, Pte.describe(e), v));
        }
    }

    private @Nullable String huge(Vma v, long address, long e, int level) {
        long span = Geometry.span(level);
        if ((Pte.pfn(e) & Geometry.pages(level) - 1) != 0) {
            return "huge, and its memory is not aligned";
        }
        if (address < v.start() || address + span > v.end()) {
            return "huge, and reaches beyond its mapping";
        }
        return level > Geometry.PMD && !frames.isDevice(Pte.pfn(e)) ? "1 GiB that is no device's" : null;
    }

    private @Nullable String absent(Vma v, long e) {
        if (Pte.isSwap(e)) {
            return v.has(VM_SHARED) ? "private page of a shared mapping in swap" : null;
        }
        if (Pte.isDevicePrivate(e)) {
            return v.has(VM_SHARED)
                    ? "private page of a shared mapping on a device"
                    : frames.isDevice(Pte.pfn(e)) ? null : "a page on a device that is no device's";
        }
        if (Pte.isMigration(e)) {
            return "a page on its way that nobody moves";
        }
        return Pte.isGuard(e) || Pte.isHwpoison(e) ? null : "neither a page nor a marker";
    }

    private @Nullable String present(Vma v, long address, long e) {
        if (((e & Pte.PRESENT) != 0) != v.isAccessible()) {
            return "present where nothing is allowed, or the other way round";
        }
        if (((e & Pte.NX) == 0) != v.has(VM_EXEC)) {
            return "executable against the mapping";
        }
        if (Pte.writable(e) && !v.has(VM_WRITE)) {
            return "writable against the mapping";
        }
        if (Pte.pkey(e) != v.pkey()) {
            return "of another key than the mapping's " + v.pkey();
        }
        int pfn = Pte.pfn(e);
        if (Pte.special(e)) {
            return pfn != (Pte.huge(e) ? frames.hugeZero().peek() : frames.zeroPfn())
                    ? "special, but not the zero page"
                    : Pte.writable(e) ? "zero page writable" : null;
        }
        if (pfn <= 0 || pfn >= frames.frames() || !frames.allocated(pfn)) {
            return "maps a free frame";
        }
        return frames.test(frames.head(pfn), FrameFlags.ANON)
                ? anonymous(v, address, e, pfn)
                : ofFile(v, address, e, pfn);
    }

    private @Nullable String anonymous(Vma v, long address, long e, int pfn) {
        if (v.has(VM_SHARED)) {
            return "private page in a shared mapping";
        }
        if (frames.test(pfn, FrameFlags.HWPOISON)) {
            return "memory that has failed";
        }
        boolean exclusive = frames.test(pfn, FrameFlags.ANON_EXCLUSIVE);
        if (Pte.writable(e) && !exclusive) {
            return "writable and not exclusive";
        }
        int head = frames.head(pfn);
        if (Pte.huge(e) && head != pfn) {
            return "huge, and begins in the middle of a folio";
        }
        // A pin that counts as a mapping is one of the folio; a page of a large one counts its entries apart.
        boolean countsPins = frames.pins().needsMappings() && frames.order(head) == 0;
        if (exclusive && FolioMaps.of(frames, pfn) != 1 && !countsPins) {
            return "exclusive with " + FolioMaps.of(frames, pfn) + " mappings";
        }
        long index = frames.index(head) + (pfn - head);
        if (index != v.pageIndex(address)) {
            return "page " + index + " of its anon_vma, mapped as page " + v.pageIndex(address);
        }
        FolioOwner owner = frames.owner(head);
        if (!(owner instanceof AnonVma anon)) {
            return "anonymous without an anon_vma";
        }
        boolean missed = RmapWalk.anon(anon, index, 1, ANON, (m, from, to) -> m != v || from != pageDown(address));
        return missed ? "not found by its anon_vma" : null;
    }

    private @Nullable String ofFile(Vma v, long address, long e, int pfn) {
        FileMapping file = v.mapping();
        if (file == null) {
            return "a file's page in anonymous memory";
        }
        int head = frames.head(pfn);
        if (frames.ownerId(head) != file.ownerId() || frames.index(head) + (pfn - head) != v.pageIndex(address)) {
            return "another page than the mapping says: " + frames.describe(head);
        }
        if (!v.has(VM_SHARED) && Pte.writable(e)) {
            return "a file's page writable through a private mapping";
        }
        // Linux maps large folios of shared memory whole, also across the end.
        if (v.pageIndex(address) >= file.sizePages() && (frames.isDevice(head) || frames.order(head) == 0)) {
            return "beyond the end of the file";
        }
        if (Pte.huge(e) && (address < v.start() || address + PMD_SIZE > v.end())) {
            return "huge, and reaches beyond its mapping";
        }
        boolean announced = file.announced(pfn, v.pageIndex(address));
        return file.needsMkwrite() && Pte.writable(e) && !announced ? "writable, and the file was not told" : null;
    }

    // --- TLBs -------------------------------------------------------------------------------------------------------

    private void tlbs() {
        kernel.cpus().settle();
        for (int cpu = 0; cpu < kernel.cpus().count(); cpu++) {
            int id = cpu;
            Tlb tlb = (Tlb) kernel.cpus().get(cpu).sink();
            tlb.forEach(space.tables().context().id(), (page, frame, write, key) -> {
                long e = space.tables().entry(page);
                boolean same = (e & Pte.PRESENT) != 0 && frames.address(Pte.pfn(e)) == frame;
                boolean named = Pte.huge(e) || (Pte.users(e) & 1L << id) != 0;
                if (!same || !named || (write && !Pte.writable(e)) || key != Pte.pkey(e)) {
                    finding("the TLB of cpu %d translates %x to frame %d%s, the entry is %s"
                            .formatted(id, page, frames.pfn(frame), write ? " for writing" : "", Pte.describe(e)));
                }
            });
        }
    }

    private void finding(String text) {
        findings.accept("space " + space.tables().context().id() + ": " + text);
    }
}
