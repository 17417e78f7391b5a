package dev.pinfold.mm.frame;

import dev.pinfold.mm.sync.Words;

/**
 * What is special about the records of devices' frames: nobody allocates or frees them, an idle one may have no reference,
 * and 1 GiB of them may be one folio.
 */
public final class DeviceFolios {
    /** The order of a folio of 1 GiB. */
    public static final int GIANT_ORDER = 18;

    private final Frames frames;
    /** Which folios of 1 GiB there are, by number of frame divided by their size. Written while the machine is built. */
    private final boolean[] giants;

    DeviceFolios(Frames frames, FrameConfig config) {
        this.frames = frames;
        this.giants = new boolean[config.device() >> GIANT_ORDER > 0 ? (config.frames() >> GIANT_ORDER) + 1 : 0];
    }

    // --- folios of 1 GiB --------------------------------------------------------------------------------------------

    /**
     * Makes 1 GiB of frames one folio for good ({@code vmemmap_shift} of a page map). Of its later frames nothing is
     * recorded, not even that they are later ones, unless smaller entries map them; so that it costs no more than a small
     * folio.
     *
     * <p>Preconditions: the machine is being built; the first frame's number is a multiple of the size.
     */
    public void makeGiant(int head) {
        giants[head >> GIANT_ORDER] = true;
        int shape = FrameFlags.HEAD | GIANT_ORDER << FrameFlags.ORDER_SHIFT;
        Words.setIntRelease(frames.meta(head) + FrameMeta.FLAGS, shape);
    }

    /** Whether a frame is part of a folio of 1 GiB. */
    public boolean isGiant(int pfn) {
        return giants.length > 0 && giants[pfn >> GIANT_ORDER];
    }

    /** The first frame of the folio of 1 GiB that a frame is part of. */
    static int giant(int pfn) {
        return pfn & -1 << GIANT_ORDER;
    }

    /** The frame after one, passing over the later frames of a folio of 1 GiB. */
    public int next(int pfn) {
        return pfn + (isGiant(pfn) ? 1 << GIANT_ORDER : 1);
    }

    // --- counts -----------------------------------------------------------------------------------------------------

    /** One more reference to a folio, also to an idle one. The caller keeps others from taking it away. */
    public void get(int folio) {
        int ignored = Words.getAndAddInt(frames.meta(folio) + FrameMeta.REF, 1);
    }

    /** Sets the references of a frame that nobody can reach yet, or any more. */
    public void setRefs(int pfn, int n) {
        if (Words.peekInt(frames.meta(pfn) + FrameMeta.REF) == n) {
            return; // The usual case, of as many frames as the device has.
        }
        Words.setIntRelease(frames.meta(pfn) + FrameMeta.REF, n);
    }

    /** The device has left: whoever still holds the frame holds nothing, and its generation says so. */
    public void retire(int pfn, int idle) {
        long a = frames.meta(pfn);
        if (Words.peekInt(a + FrameMeta.REF) == idle) {
            return;
        }
        boolean tail = (Words.getIntAcquire(a + FrameMeta.FLAGS) & FrameFlags.TAIL) != 0;
        if (!tail && Words.getAndSetInt(a + FrameMeta.REF, idle) != idle) {
            int ignored = Words.getAndAddInt(a + FrameMeta.GENERATION, Frames.ONE_GENERATION);
            Words.setIntRelease(a + FrameMeta.PINS, 0);
        }
    }

    /**
     * Makes 2^order free frames one folio without references, or ({@code order} 0) its frames folios again.
     *
     * <p>Preconditions: the frames are the caller's alone; their counts are zero.
     */
    public void setFolio(int pfn, int count, int order) {
        // The second frame's index makes room for counts of the whole, and comes back.
        Words.setLong(frames.meta(pfn + 1) + FrameMeta.INDEX, order > 0 ? 0 : frames.index(pfn) + 1);
        for (int i = 0; i < count; i++) {
            long a = frames.meta(pfn + i);
            int kept = Words.getIntAcquire(a + FrameMeta.FLAGS)
                    & ~(FrameFlags.HEAD | FrameFlags.TAIL | FrameFlags.ORDER_MASK);
            Words.setIntRelease(a + FrameMeta.HEAD, order > 0 && i > 0 ? pfn : 0);
            int shape = order == 0 ? 0 : i == 0 ? FrameFlags.HEAD | order << FrameFlags.ORDER_SHIFT : FrameFlags.TAIL;
            Words.setIntRelease(a + FrameMeta.FLAGS, kept | shape);
        }
    }
}
