package dev.pinfold.mm.audit;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.offsetInPage;

import dev.pinfold.mm.frame.FrameNames;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableVisitor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers of controlled mode stand for in a machine as it is now, and what is mapped where: for the reports of an
 * exploration. Takes no lock and may be asked while tasks stand still anywhere.
 */
public final class MachineView {
    private static final List<String> LEVELS = List.of("PTE", "PMD entry", "PUD entry", "P4D entry");

    /** A page-table page: its level, the first address it covers, and whose tree it was found in first. */
    private record Table(int level, boolean root, long base, String of) {
        /** The entry at an offset in the table. */
        String entry(long offset) {
            long address = base + (offset >>> 3 << PAGE_SHIFT + 9 * level);
            return (root ? "PGD entry" : LEVELS.get(level)) + " for 0x" + Long.toHexString(address) + of;
        }
    }

    private final Frames frames;
    private final Map<Integer, Table> tables = new HashMap<>();
    /** By frame: where it is mapped. */
    private final Map<Integer, String> mapped = new HashMap<>();

    private final Map<String, String> pages = new TreeMap<>();

    /**
     * A look at a machine.
     *
     * @param named the address spaces of the tasks that have not ended, by the tasks' names
     */
    public MachineView(Frames frames, Map<String, Space> named) {
        this.frames = frames;
        Map<Space, List<String>> users = new LinkedHashMap<>();
        named.forEach(
                (name, s) -> users.computeIfAbsent(s, any -> new ArrayList<>()).add(name));
        users.forEach((space, who) -> look(space, users.size() == 1 ? "" : " of " + String.join(", ", who)));
    }

    private void look(Space space, String of) {
        space.tables().audit(new TableVisitor() {
            @Override
            public void table(int pfn, int level, long base, boolean readOnly) {
                tables.putIfAbsent(pfn, new Table(level, level == space.tables().levels() - 1, base, of));
            }

            @Override
            public void entry(long address, long e, int level, boolean readOnly) {
                String where = "0x" + Long.toHexString(address) + of;
                boolean page = Pte.present(e) && Pte.pfn(e) < frames.frames();
                if (page) {
                    mapped.putIfAbsent(frames.head(Pte.pfn(e)), where);
                }
                pages.put(where, Pte.describe(e) + (page ? "; " + frames.describe(Pte.pfn(e)) : ""));
            }
        });
    }

    /** What is mapped at each address, in words. */
    public Map<String, String> pages() {
        return pages;
    }

    /** A name for an object's number. */
    public String name(long object) {
        long address = Sync.address(object);
        int pfn = address == 0 ? -1 : FrameNames.frame(frames, address);
        if (pfn < 0) {
            return Sync.describe(object);
        }
        String field = FrameNames.field(frames, address);
        if (Sync.isBitLock(object)) {
            return FrameNames.lock(frames, address) + " of " + frame(pfn);
        }
        if (field != null) {
            return field + " of " + frame(pfn);
        }
        long offset = offsetInPage(address);
        Table t = tables.get(pfn);
        if (t != null) {
            return t.entry(offset);
        }
        return "byte " + offset + " of " + frame(pfn);
    }

    /** A value in words, if the object is an entry; else null. */
    public @Nullable String value(long object, long value) {
        long address = Sync.isBitLock(object) ? 0 : Sync.address(object);
        if (address == 0 || FrameNames.field(frames, address) != null) {
            return null;
        }
        Table t = tables.get(FrameNames.frame(frames, address));
        if (t == null) {
            return null;
        }
        return t.level() == 0 || Pte.none(value) ? Pte.describe(value) : "frame " + Pte.pfn(value);
    }

    private String frame(int pfn) {
        Table t = tables.get(pfn);
        if (t != null) {
            return (t.level() == 0 ? "the leaf table" : "the table") + " from 0x" + Long.toHexString(t.base()) + t.of();
        }
        String where = mapped.get(pfn);
        return "frame " + pfn + (where == null ? "" : " at " + where);
    }
}
