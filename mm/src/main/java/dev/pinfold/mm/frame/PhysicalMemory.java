package dev.pinfold.mm.frame;

import dev.pinfold.mm.sync.Sync;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The machine's memory: one flat range of native bytes that is never replaced, frame by frame. Beside it lies a second
 * range with the frames' metadata. The host commits either only where it is touched.
 *
 * <p>In controlled mode, where a machine lives for one schedule, closed memory is kept for the next machine of the same
 * size on this thread; {@link #close} then asks its caller for the part that was used, so that only that is cleared.
 */
public final class PhysicalMemory implements AutoCloseable {
    public static final int FRAME_SHIFT = 12;

    /** Bytes of metadata a frame has. */
    static final int META_BYTES = 32;

    private static final long HUGE = 2L << 20;
    private static final int POOL_LIMIT = 4;
    private static final ThreadLocal<Map<Integer, ArrayDeque<PhysicalMemory>>> POOL =
            ThreadLocal.withInitial(HashMap::new);

    private final NativeRange data;
    private final NativeRange meta;
    private final long base;
    private final long metaBase;
    private final int frames;
    private boolean open = true;

    private PhysicalMemory(int frames) {
        this.frames = frames;
        long bytes = (long) frames << FRAME_SHIFT;
        data = NativeRange.reserve(bytes + HUGE);
        meta = NativeRange.reserve((long) frames * META_BYTES);
        base = (data.address() + HUGE - 1) & -HUGE;
        metaBase = meta.address();
        if (bytes >= HUGE && !Sync.CONTROLLED) {
            data.adviseHuge(base, bytes);
        }
    }

    /** Memory of {@code frames} frames; metadata is zero, contents of frames are undefined but for those of devices, which are zero. */
    static PhysicalMemory open(int frames) {
        if (Sync.CONTROLLED) {
            ArrayDeque<PhysicalMemory> pool = POOL.get().get(frames);
            PhysicalMemory used = pool == null ? null : pool.poll();
            if (used != null) {
                used.open = true;
                return used;
            }
        }
        return new PhysicalMemory(frames);
    }

    /** Native address of frame 0; a multiple of 2 MiB. */
    public long base() {
        return base;
    }

    /** Native address of the metadata of frame 0. */
    long metaBase() {
        return metaBase;
    }

    /** Number of frames. */
    public int frames() {
        return frames;
    }

    /** Native address of a frame's first byte. */
    public long address(int pfn) {
        return base + ((long) pfn << FRAME_SHIFT);
    }

    /** The frame that a native address lies in; the address must be one of this memory's. */
    public int pfn(long address) {
        return (int) (address - base >>> FRAME_SHIFT);
    }

    /** Gives the memory back to the host; nothing may touch it afterwards. */
    @Override
    public void close() {
        if (open) {
            open = false;
            data.release();
            meta.release();
        }
    }

    /** Makes frames zero again: the memory of a device, which a new machine's device finds as the host gave it. */
    void clear(int pfn, int n) {
        data.clear(address(pfn), (long) n << FRAME_SHIFT);
    }

    /**
     * As {@link #close}, but keeps the memory for this thread's next machine where machines are many.
     *
     * <p>Precondition: the metadata is zero again.
     */
    void recycle() {
        if (Sync.CONTROLLED && open) {
            ArrayDeque<PhysicalMemory> pool = POOL.get().computeIfAbsent(frames, f -> new ArrayDeque<>());
            if (pool.size() < POOL_LIMIT) {
                open = false;
                pool.push(this);
                return;
            }
        }
        close();
    }
}
