package dev.pinfold.mm;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.SwapSlots;
import dev.pinfold.mm.frame.Zone;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What the records of frames should say, added up from everything that refers to frames. */
final class FrameTally {
    private final Frames frames;
    private final int[] references;
    private final int[] mappings;
    /** Small entries that map each page, and huge ones that map each head. */
    private int[] pages = {};

    private int[] huge = {};
    private final Map<Integer, Integer> swapped = new HashMap<>();
    private final Set<Integer> seenTables = new HashSet<>();

    FrameTally(Frames frames) {
        this.frames = frames;
        references = new int[frames.frames()];
        mappings = new int[frames.frames()];
    }

    /** A table hangs in a tree. True if this table was not seen in another tree before: then its entries count. */
    boolean table(int pfn) {
        references[pfn]++;
        return seenTables.add(pfn);
    }

    /** An entry maps a frame. */
    void mapped(int pfn) {
        references[pfn]++;
        mappings[pfn]++;
    }

    /** An entry names a slot of swap. */
    void swapped(int slot) {
        swapped.merge(slot, 1, Integer::sum);
    }

    /** A huge entry maps a folio. */
    void mappedHuge(int head) {
        references[head]++;
        mappings[head]++;
        large();
        huge[head]++;
    }

    /** An entry maps a page, of a folio or one for itself. */
    void mappedPage(int page) {
        int head = frames.head(page);
        mapped(head);
        if (frames.test(head, FrameFlags.HEAD)) {
            large();
            pages[page]++;
        }
    }

    private void large() {
        if (pages.length == 0) {
            pages = new int[frames.frames()];
            huge = new int[frames.frames()];
        }
    }

    /** Something else holds references: the page cache, a table set aside. */
    void held(int pfn, int count) {
        references[pfn] += count;
    }

    /** A page of a folio is pinned once. */
    void pinned(int folio) {
        references[folio] += frames.pins().references(frames.test(folio, FrameFlags.HEAD));
        mappings[folio] += frames.pins().mapCountsOf(1);
    }

    /** Compares with the records and reports what differs. */
    void compare(Consumer<String> findings) {
        for (Zone zone : Zone.values()) {
            int end = frames.highWater(zone);
            for (int pfn = Math.max(2, frames.zoneStart(zone)); pfn < end; pfn++) {
                one(pfn, findings);
            }
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

    private void one(int pfn, Consumer<String> findings) {
        if (!frames.isDevice(pfn) && frames.test(pfn, FrameFlags.HWPOISON)) {
            references[pfn]++; // Kept from ever being used again.
        }
        boolean tail = (frames.flags(pfn) & FrameFlags.TAIL) != 0;
        int head = frames.head(pfn);
        if (frames.test(head, FrameFlags.HEAD)) {
            large();
            if (FolioMaps.of(frames, pfn) != pages[pfn] + huge[head]) {
                findings.accept("page " + pfn + " counts " + FolioMaps.of(frames, pfn) + " mappings, has " + pages[pfn]
                        + " small and " + huge[head] + " huge: " + frames.describe(head));
            }
        }
        int refs = frames.refCount(pfn);
        if (refs == 0 && references[pfn] != 0 && !tail) {
            findings.accept("free, but " + references[pfn] + " refer to it: " + frames.describe(pfn));
        } else if (refs != 0 && references[pfn] == 0) {
            findings.accept("leaked, nobody refers to it: " + frames.describe(pfn));
        } else if (!tail && refs != references[pfn]) {
            findings.accept("counts " + refs + " references, has " + references[pfn] + ": " + frames.describe(pfn));
        } else if (!tail && frames.mapCount(pfn) != mappings[pfn]) {
            findings.accept(
                    "counts " + frames.mapCount(pfn) + " mappings, has " + mappings[pfn] + ": " + frames.describe(pfn));
        }
    }
}
