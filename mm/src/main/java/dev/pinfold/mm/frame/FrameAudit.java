package dev.pinfold.mm.frame;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Words;
import java.util.BitSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares every frame's record with the free lists and the caches: each frame is free once, or in use. */
final class FrameAudit {
    private final Frames frames;
    private final Buddy[] zones;
    private final @Nullable FrameCache[][] caches;
    private final long metaBase;
    private final BitSet free = new BitSet();

    FrameAudit(Frames frames, Buddy[] zones, @Nullable FrameCache[][] caches, long metaBase) {
        this.frames = frames;
        this.zones = zones;
        this.caches = caches;
        this.metaBase = metaBase;
    }

    void run(Consumer<String> findings) {
        for (Buddy zone : zones) {
            lists(zone, findings);
        }
        for (int cpu = 0; cpu < caches.length; cpu++) {
            for (FrameCache cache : caches[cpu]) {
                for (int i = 0; cache != null && i < cache.count(); i++) {
                    markFree(cache.peek(i), 1, "the cache of cpu " + cpu, findings);
                }
            }
        }
        for (Buddy zone : zones) {
            for (int pfn = zone.start; pfn < zone.highWater(); pfn++) {
                record(pfn, findings);
            }
        }
        int queued = 0;
        for (Buddy zone : zones) {
            for (int pfn = zone.start; pfn < zone.highWater(); pfn++) {
                queued += (field(pfn, FrameMeta.FLAGS) & FrameFlags.DEFERRED) != 0 ? 1 : 0;
            }
        }
        DeferredSplit deferred = frames.deferredSplit();
        if (queued != deferred.length() || queued != deferred.linked()) {
            findings.accept("%d folios are marked to be split, the queue counts %d and holds %d"
                    .formatted(queued, deferred.length(), deferred.linked()));
        }
        if (!zeroPageIsZero()) {
            findings.accept("the zero page was written");
        }
    }

    private void lists(Buddy zone, Consumer<String> findings) {
        int total = 0;
        for (int order = 0; order <= Buddy.MAX_ORDER; order++) {
            int previous = 0;
            for (int pfn = zone.first(order); pfn != 0; pfn = field(pfn, FrameMeta.NEXT)) {
                int flags = field(pfn, FrameMeta.FLAGS);
                boolean inside = pfn >= zone.start && pfn + (1 << order) <= zone.highWater();
                if (!inside || (pfn & (1 << order) - 1) != 0) {
                    findings.accept("the list of order " + order + " holds a frame out of place: " + pfn);
                    return;
                }
                if ((flags & FrameFlags.BUDDY) == 0 || order(flags) != order) {
                    findings.accept("on the list of order " + order + " but not marked so: " + frames.describe(pfn));
                }
                if (field(pfn, FrameMeta.PREV) != previous) {
                    findings.accept("the list of order " + order + " is broken before frame " + pfn);
                }
                if (!markFree(pfn, 1 << order, "the list of order " + order, findings)) {
                    return;
                }
                total += 1 << order;
                previous = pfn;
            }
        }
        if (total != zone.listedFrames()) {
            findings.accept("a zone counts " + zone.listedFrames() + " free frames, its lists hold " + total);
        }
    }

    private boolean markFree(int pfn, int count, String where, Consumer<String> findings) {
        int again = free.nextSetBit(pfn);
        boolean twice = again >= 0 && again < pfn + count;
        if (twice) {
            findings.accept("frame " + again + " is free twice, the second time on " + where);
        }
        free.set(pfn, pfn + count);
        return !twice;
    }

    private void record(int pfn, Consumer<String> findings) {
        int flags = field(pfn, FrameMeta.FLAGS);
        int references = field(pfn, FrameMeta.REF);
        if (free.get(pfn)) {
            if (references != 0 || field(pfn, FrameMeta.MAP) != 0 || field(pfn, FrameMeta.OWNER) != 0) {
                findings.accept("free but in use: " + frames.describe(pfn));
            }
            if (Sync.CONTROLLED
                    && frames.peekGeneration(pfn) != 0
                    && frames.contents().writtenWhileFree(pfn)) {
                findings.accept("written after it was freed: " + frames.describe(pfn));
            }
            return;
        }
        if ((flags & FrameFlags.BUDDY) != 0) {
            findings.accept("marked free but on no list: " + frames.describe(pfn));
        } else if ((flags & FrameFlags.TAIL) != 0) {
            int head = field(pfn, FrameMeta.HEAD);
            if (references != 0
                    || field(head, FrameMeta.REF) <= 0
                    || pfn - head >= 1 << order(field(head, FrameMeta.FLAGS))) {
                findings.accept("part of no folio: " + frames.describe(pfn));
            }
        } else if (references == 0) {
            findings.accept("leaked, neither free nor referenced: " + frames.describe(pfn));
        } else if (references < 0) {
            findings.accept("count below zero: " + frames.describe(pfn));
        } else if ((flags & (FrameFlags.TABLE | FrameFlags.HEAD)) == 0 && field(pfn, FrameMeta.MAP) > references) {
            findings.accept("more mappings than references: " + frames.describe(pfn));
        }
        if ((flags & FrameFlags.LOCKED) != 0) {
            findings.accept("locked by nobody: " + frames.describe(pfn));
        }
    }

    private boolean zeroPageIsZero() {
        long at = frames.address(frames.zeroPfn());
        for (int i = 0; i < PAGE_SIZE; i += Long.BYTES) {
            if (Words.peekLong(at + i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int order(int flags) {
        return (flags & FrameFlags.ORDER_MASK) >>> FrameFlags.ORDER_SHIFT;
    }

    private int field(int pfn, int offset) {
        return Words.peekInt(metaBase + ((long) pfn << FrameMeta.SHIFT) + offset);
    }
}
