package dev.pinfold.mm.reclaim;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_PFNMAP;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Making room where memory is short: {@code do_try_to_free_pages}. First what files can bring back, then what large folios hold
 * that nobody maps ({@link DeferredShrink}), then private memory.
 *
 * <p>Which private pages go is decided by the tables and not by lists: each address space is gone over in a circle, what was
 * accessed since the hand was there last is spared once, and what was not goes. An address space whose mmap lock somebody
 * waits for is left out.
 */
public final class Reclaim {
    private static final Site SCAN = Site.lock("reclaim: mmap lock over looking for pages to give up");

    /** Pages at a time, as in Linux ({@code SWAP_CLUSTER_MAX}). */
    public static final int BATCH = 32;

    private static final long END = Long.MAX_VALUE & PAGE_MASK;

    private final TaskContext t;
    private final @Nullable Space held;
    private final Zone zone;

    private Reclaim(TaskContext t, @Nullable Space held, Zone zone) {
        this.t = t;
        this.held = held;
        this.zone = zone;
    }

    /**
     * Frees frames.
     *
     * <p>Preconditions: inside a call; no lock below that of a VMA held; the task's cursor is closed. May sleep.
     *
     * @param wanted how many would help
     * @return how many came free
     */
    public static long pages(TaskContext t, long wanted) {
        return pages(t, wanted, null);
    }

    /** As {@link #pages(TaskContext, long)}, for a caller who holds the mmap lock of the space {@code held} for reading. */
    public static long pages(TaskContext t, long wanted, @Nullable Space held) {
        return new Reclaim(t, held, Zone.MOVABLE).run(wanted);
    }

    /** As {@link #pages(TaskContext, long)}, of frames that a page table may have: those that must stay movable do not help. */
    public static long forTables(TaskContext t, long wanted) {
        return new Reclaim(t, null, Zone.NORMAL).run(wanted);
    }

    private long run(long wanted) {
        Frames frames = t.kernel().frames();
        long before = frames.freeFrames(zone, t.cpuId());
        long done = t.kernel().files().evict(t, wanted);
        done += done < wanted ? DeferredShrink.pages(t, wanted - done) : 0;
        if (zone != Zone.MOVABLE) {
            done = Math.max(0, Math.min(done, frames.freeFrames(zone, t.cpuId()) - before));
        }
        return done < wanted ? done + anon(wanted - done) : done;
    }

    /** Private memory: twice around, and the second time nothing is spared. */
    private long anon(long wanted) {
        long done = 0;
        for (int round = 0; round < 2 && done < wanted; round++) {
            Set<Space> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            for (TaskContext each : t.kernel().tasks().all()) {
                Space s = each.space();
                if (done < wanted && seen.add(s)) {
                    done += space(s, wanted - done, round > 0);
                }
            }
        }
        return done;
    }

    private long space(Space space, long wanted, boolean all) {
        PageList list = new PageList(t, BATCH);
        long start = space.reclaimHand();
        long at = start;
        long done = 0;
        for (boolean wrapped = start == 0; done < wanted; ) {
            // A task that waits for this lock may hold others that this task needs to go on: it is only tried.
            if (!space.equals(held) && !space.mmapLock().tryReadLock(SCAN)) {
                return done;
            }
            long stop = wrapped && start != 0 ? start : END;
            at = look(space, list, at, stop, (int) Math.min(BATCH, wanted - done), all);
            space.setReclaimHand(at == END ? 0 : at);
            if (!space.equals(held)) {
                space.readUnlock();
            }
            done += list.swapOut();
            if (at == END) {
                if (wrapped) {
                    return done; // Once around.
                }
                wrapped = true;
                at = 0;
            }
        }
        return done;
    }

    /** Collects pages to give up between two addresses; returns where it stopped, or END. The mmap lock is held. */
    private long look(Space space, PageList list, long from, long to, int most, boolean all) {
        for (Vma v = space.find(from); v != null && v.start() < to; v = space.find(v.end())) {
            if (v.anonVma() == null || v.has(VM_LOCKED | VM_PFNMAP | VM_SHARED)) {
                continue;
            }
            TableCursor c = t.cursor();
            c.open(
                    v.tables(),
                    Math.max(from, v.start()),
                    Math.min(to, v.end()),
                    TableCursor.RMAP | TableCursor.HUGE_PART);
            while (c.next()) {
                for (int i = c.first(); i < c.limit(); i++) {
                    if (list.size() == most) {
                        long at = c.address(i);
                        c.close();
                        return at;
                    }
                    one(c, i, list, all);
                }
            }
            c.close();
        }
        return END;
    }

    private void one(TableCursor c, int i, PageList list, boolean all) {
        long e = c.get(i);
        Frames frames = t.kernel().frames();
        if (!Pte.present(e) || !Pte.counted(e)) {
            return;
        }
        int folio = frames.head(Pte.pfn(e));
        if (!frames.test(folio, FrameFlags.ANON) || frames.zoneOf(folio).compareTo(zone) > 0) {
            return;
        }
        boolean spare = frames.test(folio, FrameFlags.LAZYFREE);
        if (!spare && !frames.hasSwap()) {
            return;
        }
        if (Pte.young(e) && !all && !spare) {
            boolean ignored = c.cas(i, e, e & ~Pte.ACCESSED);
            return;
        }
        // Small entries of one large folio lie in a row, as a rule.
        if (list.last() != folio) {
            list.add(folio);
        }
    }
}
