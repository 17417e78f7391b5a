package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.PagemapBits.PM_FILE;
import static dev.pinfold.mm.abi.PagemapBits.PM_GUARD_REGION;
import static dev.pinfold.mm.abi.PagemapBits.PM_MMAP_EXCLUSIVE;
import static dev.pinfold.mm.abi.PagemapBits.PM_PRESENT;
import static dev.pinfold.mm.abi.PagemapBits.PM_SWAP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The state of one address space at one moment, looked at without changing it: its mappings, and for each page (of a
 * long mapping the first and the last {@link #CAP}/2) what pagemap and mincore say and a hash of what it holds.
 *
 * @param maps the mappings in order of addresses
 * @param flags page after page: {@code PM_PRESENT} and so on
 * @param hashes page after page: the hash of a present page that can be accessed, or 0
 * @param details mapping after mapping: what smaps says besides; empty where that cannot be asked
 */
@SuppressWarnings("ArrayRecordComponent") // equals compares contents
public record Look(List<MapLine> maps, long[] flags, long[] hashes, List<String> details) {
    /** Pages looked at per mapping. */
    public static final int CAP = 256;

    /** What mincore says: in memory. */
    public static final long RESIDENT = 1;

    /** A page of a file on a disk; the kernel's side says so. */
    public static final long DISK = 2;

    /** The bits that are compared. */
    public static final long COMPARED = PM_PRESENT | PM_SWAP | PM_FILE | PM_GUARD_REGION | PM_MMAP_EXCLUSIVE | RESIDENT;

    /** Returns how many pages of a mapping are looked at. */
    public static int pages(MapLine map) {
        return (int) Math.min(map.pages(), CAP);
    }

    /** Returns the address of the n-th page of a mapping that is looked at. */
    public static long address(MapLine map, int n) {
        int looked = pages(map);
        return n < looked / 2 || looked == map.pages()
                ? map.start() + PAGE_SIZE * n
                : map.end() - PAGE_SIZE * (looked - n);
    }

    /** Returns the mappings as text. */
    public String mapsText() {
        StringBuilder text = new StringBuilder();
        maps.forEach(m -> text.append(m).append('\n'));
        return text.toString();
    }

    /** One place where two looks differ: where, and what either shows there. */
    public record Finding(String where, String mine, String theirs) {}

    /** Says what differs from another look, at most {@code most} findings; empty where nothing does. */
    public List<Finding> differences(Look other, int most) {
        List<Finding> findings = new ArrayList<>();
        if (!maps.equals(other.maps)) {
            findings.add(mapping(other));
            return findings;
        }
        for (int i = 0; i < details.size() && i < other.details.size(); i++) {
            if (!details.get(i).equals(other.details.get(i))) {
                findings.add(new Finding(
                        "mapping %x: ".formatted(maps.get(i).start()), details.get(i), other.details.get(i)));
            }
        }
        int at = 0;
        for (MapLine map : maps) {
            int n = pages(map);
            for (int i = 0; i < n && findings.size() < most; i++) {
                String page = "page %x: ".formatted(address(map, i));
                long compared = compared(flags[at + i], other.flags[at + i]);
                long mine = flags[at + i] & compared;
                long theirs = other.flags[at + i] & compared;
                if (mine != theirs) {
                    findings.add(new Finding(page, shown(mine), shown(theirs)));
                } else if (hashes[at + i] != other.hashes[at + i]
                        && (flags[at + i] & other.flags[at + i] & PM_PRESENT) != 0) {
                    findings.add(new Finding(
                            page,
                            "contents " + Long.toHexString(hashes[at + i]),
                            "contents " + Long.toHexString(other.hashes[at + i])));
                }
            }
            at += n;
        }
        return findings;
    }

    /**
     * What is compared of a page. ext4 caches large folios, so a page of a file on a disk may be in memory, and mapped,
     * because of its neighbours.
     */
    private static long compared(long mine, long theirs) {
        boolean disk = ((mine | theirs) & DISK) != 0;
        boolean copies = (mine & theirs & PM_PRESENT) != 0 && ((mine | theirs) & PM_FILE) == 0;
        return disk && !copies ? PM_SWAP | PM_GUARD_REGION : COMPARED;
    }

    private Finding mapping(Look other) {
        int i = 0;
        while (i < maps.size() && i < other.maps.size() && maps.get(i).equals(other.maps.get(i))) {
            i++;
        }
        return new Finding(
                "",
                i < maps.size() ? maps.get(i).toString() : "no more mappings",
                i < other.maps.size() ? other.maps.get(i).toString() : "no more mappings");
    }

    /**
     * Returns what is compared of smaps as text: kilobytes, and the flags. What is in memory and what was stored to only of
     * private memory without a file: of a file on a disk the disk decides.
     */
    static String detail(
            MapLine map,
            long rss,
            long dirty,
            long huge,
            long sharedHuge,
            long anonymous,
            boolean eligible,
            String flags) {
        boolean plain =
                map.perms().endsWith("p") && (map.name().isEmpty() || map.name().startsWith("["));
        return (plain ? "Rss " + rss + ", Dirty " + dirty + ", " : "")
                + "AnonHugePages " + huge + ", ShmemPmdMapped " + sharedHuge + ", Anonymous " + anonymous
                + ", THPeligible " + (eligible ? 1 : 0) + ", "
                + flags;
    }

    /** Returns a page's flags as words. */
    public static String shown(long flags) {
        List<String> words = new ArrayList<>();
        String[] names = {"present", "swapped", "file", "guard", "exclusive", "resident"};
        long[] bits = {PM_PRESENT, PM_SWAP, PM_FILE, PM_GUARD_REGION, PM_MMAP_EXCLUSIVE, RESIDENT};
        for (int i = 0; i < bits.length; i++) {
            if ((flags & bits[i]) != 0) {
                words.add(names[i]);
            }
        }
        return words.isEmpty() ? "nothing" : String.join(" ", words);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Look l
                && maps.equals(l.maps)
                && Arrays.equals(flags, l.flags)
                && Arrays.equals(hashes, l.hashes);
    }

    @Override
    public int hashCode() {
        return maps.hashCode();
    }
}
