package dev.pinfold.mm.audit;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.SwapSlots;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.table.Geometry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the records of frames should say, added up from everything that refers to frames. */
final class FrameTally {
    private final Frames frames;
    private final Counts references = new Counts();
    private final Counts mappings = new Counts();
    /** Entries by their level, each counted with the first page it maps. */
    private final Counts[] entries = {new Counts(), new Counts(), new Counts()};

    private final Map<Integer, Integer> swapped = new HashMap<>();
    private final Set<Integer> seenTables = new HashSet<>();

    FrameTally(Frames frames) {
        this.frames = frames;
    }

    /** A count for each frame; costs something only where it is not 0. */
    private static final class Counts {
        private static final int SHIFT = 9;
        private int[] @Nullable [] blocks = {};

        int get(int pfn) {
            int[] block = pfn >> SHIFT < blocks.length ? blocks[pfn >> SHIFT] : null;
            return block == null ? 0 : block[pfn & (1 << SHIFT) - 1];
        }

        void add(int pfn, int n) {
            int i = pfn >> SHIFT;
            if (i >= blocks.length) {
                blocks = Arrays.copyOf(blocks, Math.max(i + 1, 2 * blocks.length));
            }
            int[] block = blocks[i];
            if (block == null) {
                block = new int[1 << SHIFT];
                blocks[i] = block;
            }
            block[pfn & (1 << SHIFT) - 1] += n;
        }
    }

    /** A table hangs in a tree. True if this table was not seen in another tree before: then its entries count. */
    boolean table(int pfn) {
        references.add(pfn, 1);
        return seenTables.add(pfn);
    }

    /** An entry names a slot of swap. */
    void swapped(int slot) {
        swapped.merge(slot, 1, Integer::sum);
    }

    /** An entry of a level maps pages from one on, of a folio or one for itself. */
    void mapped(int page, int level) {
        int head = frames.head(page);
        references.add(head, 1);
        mappings.add(head, 1);
        if (frames.test(head, FrameFlags.HEAD)) {
            entries[level].add(page, 1);
        }
    }

    /** Something else holds references: the page cache, a table set aside. */
    void held(int pfn, int count) {
        references.add(pfn, count);
    }

    /** A page of a folio is pinned once. */
    void pinned(int folio) {
        references.add(folio, frames.pins().references(frames.test(folio, FrameFlags.HEAD)));
        mappings.add(folio, frames.pins().mapCountsOf(1));
    }

    /** Compares with the records and reports what differs. */
    void compare(Consumer<String> findings) {
        for (Zone zone : Zone.values()) {
            frames.eachUsed(zone, (start, end) -> {
                for (int pfn = Math.max(2, start); pfn < end; pfn++) {
                    one(pfn, findings);
                }
            });
        }
        if (frames.hasSwap()) {
            swap(frames.swap(), findings);
        } else if (!swapped.isEmpty()) {
            findings.accept("entries name slots of swap, of which there is none: " + swapped);
        }
    }

    private void swap(SwapSlots swap, Consumer<String> findings) {
        swapped.forEach((slot, entries) -> {
            if (swap.count(slot) != entries) {
                findings.accept("slot " + slot + " of swap counts " + swap.count(slot) + " entries, has " + entries);
            }
        });
        if (swap.used() != swapped.size()) {
            findings.accept("swap has " + swap.used() + " slots in use, entries name " + swapped.size());
        }
    }

    /** A large folio of private memory that is mapped, but only a part, must be found when memory is short. */
    private void partly(int head, Consumer<String> findings) {
        int pages = 1 << frames.order(head);
        int mapped = 0;
        for (int i = 0; i < pages; i++) {
            mapped += FolioMaps.of(frames, head + i) > 0 ? 1 : 0;
        }
        int both = FrameFlags.DEFERRED | FrameFlags.PARTLY_MAPPED;
        if (mapped > 0 && mapped < pages && (frames.flags(head) & both) != both) {
            findings.accept("mapped only a part, and nobody is to split it: " + frames.describe(head));
        }
    }

    private void one(int pfn, Consumer<String> findings) {
        int head = frames.head(pfn);
        int broken = frames.isDevice(pfn) || head != pfn ? pfn : pfn + (1 << frames.order(pfn));
        for (int i = pfn; i < broken; i++) {
            references.add(pfn, frames.test(i, FrameFlags.HWPOISON) ? 1 : 0); // Kept from ever being used again.
        }
        boolean tail = head != pfn;
        if (frames.test(head, FrameFlags.HEAD)) {
            int found = 0;
            for (int level = Geometry.PTE; level <= Geometry.PUD; level++) {
                found += entries[level].get(pfn & -Geometry.pages(level));
            }
            if (FolioMaps.of(frames, pfn) != found) {
                findings.accept("page " + pfn + " counts " + FolioMaps.of(frames, pfn) + " mappings, has " + found
                        + ": " + frames.describe(head));
            }
        }
        if (head == pfn && frames.test(head, FrameFlags.HEAD) && frames.test(head, FrameFlags.ANON)) {
            partly(head, findings);
        }
        int refs = frames.refCount(pfn);
        int held = references.get(pfn);
        if (refs == 0 && held != 0 && !tail) {
            findings.accept("free, but " + held + " refer to it: " + frames.describe(pfn));
        } else if (refs != 0 && held == 0) {
            findings.accept("leaked, nobody refers to it: " + frames.describe(pfn));
        } else if (!tail && refs != held) {
            findings.accept("counts " + refs + " references, has " + held + ": " + frames.describe(pfn));
        } else if (!tail && frames.mapCount(pfn) != mappings.get(pfn)) {
            findings.accept("counts " + frames.mapCount(pfn) + " mappings, has " + mappings.get(pfn) + ": "
                    + frames.describe(pfn));
        }
    }
}
