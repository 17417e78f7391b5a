package dev.pinfold.mm.audit;

import dev.pinfold.mm.device.Device;
import dev.pinfold.mm.device.Devices;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.DeviceFolios;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.kmap.Kmaps;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.space.Kernel;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Geometry;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares a machine with itself: every address space, the page cache, what was promised, and the record of every frame
 * with what refers to it. Nothing runs meanwhile.
 */
public final class MachineAudit {
    private static final Site MAPS = Site.lock("audit: i_mmap lock over the mappings of a file");

    private final Kernel kernel;
    private final Set<Space> spaces;
    private final Devices devices;
    private final Kmaps kmaps;

    /**
     * An audit of one machine.
     *
     * @param spaces every address space that a task uses
     */
    public MachineAudit(Kernel kernel, Set<Space> spaces, Devices devices, Kmaps kmaps) {
        this.kernel = kernel;
        this.spaces = spaces;
        this.devices = devices;
        this.kmaps = kmaps;
    }

    /**
     * Reports each contradiction.
     *
     * @param got pages held from outside by references, each as often as it is held
     * @param pinned pages held from outside by pins, likewise
     */
    public void run(Consumer<String> findings, int[] got, int[] pinned) {
        Frames frames = kernel.frames();
        FrameTally tally = new FrameTally(frames);
        for (int page : got) {
            tally.held(frames.head(page), 1);
        }
        for (int page : pinned) {
            tally.pinned(frames.head(page));
        }
        int zeros = frames.hugeZero().peek();
        if (zeros >= 0) {
            tally.held(zeros, 1);
            for (int i = 0; i < Geometry.ENTRIES; i++) {
                if (!frames.contents().isZero(zeros + i)) {
                    findings.accept("the huge page of zeros was written, at page " + i);
                }
            }
        }
        long[] promised = new long[1];
        for (Space space : spaces) {
            promised[0] += new SpaceAudit(kernel, space, findings).run(tally);
        }
        frames.owners().forEach(owner -> {
            if (owner instanceof FileMapping file) {
                promised[0] += file(file, tally, findings);
            }
        });
        if (kernel.commit().committed() != promised[0]) {
            findings.accept("promised " + kernel.commit().committed() + " pages, has given " + promised[0]);
        }
        for (Device d : devices.all()) {
            int idle = devices.pin().idle(d.kind());
            DeviceFolios folios = frames.deviceFolios();
            for (int pfn = d.start(); idle != 0 && pfn < d.start() + d.frameCount(); pfn = folios.next(pfn)) {
                tally.held(pfn, idle);
            }
        }
        kmaps.forEachTable(pfn -> tally.held(pfn, 1));
        kmaps.audit(findings);
        tally.compare(findings);
        frames.audit(findings);
    }

    /** Audits one file's cache and mappings; gives the pages promised for it. */
    private long file(FileMapping file, FrameTally tally, Consumer<String> findings) {
        Frames frames = kernel.frames();
        long[] cached = new long[1];
        file.forEachPage((index, pfn) -> {
            cached[0]++;
            int folio = frames.head(pfn);
            if (pfn == folio) {
                tally.held(pfn, 1);
            }
            if (frames.ownerId(folio) != file.ownerId() || frames.index(folio) + (pfn - folio) != index) {
                findings.accept("page " + index + " of " + file + " is recorded otherwise: " + frames.describe(folio));
            }
            if (frames.test(folio, FrameFlags.LOCKED | FrameFlags.WRITEBACK)) {
                findings.accept("page " + index + " of " + file + " is locked by nobody: " + frames.describe(pfn));
            }
        });
        if (cached[0] != file.cachedPages()) {
            findings.accept(file + " counts " + file.cachedPages() + " cached pages, has " + cached[0]);
        }
        RmapWalk.file(file.iMmapLock(), file.iMmap(), 0, Long.MAX_VALUE, MAPS, (m, from, to) -> {
            if (!lives(m)) {
                findings.accept(file + " is mapped by what is no mapping of a space: " + m);
            }
            return true;
        });
        return file.promisedPages();
    }

    private boolean lives(Mapped m) {
        return m instanceof Vma v && spaces.contains(v.space()) && v.space().lookup(v.start()) == v;
    }
}
