package dev.pinfold.mm.frame;

/**
 * Pins as Linux counts them: on a folio of one frame a pin is {@value #BIAS} references, so that no word is needed; on a
 * larger one it is one reference and one in a count of its own.
 *
 * <p>What it costs: 1024 plain references to a small folio look like a pin, and 21 bits remain to count references.
 */
final class BiasPins implements PinCount {
    /** {@code GUP_PIN_COUNTING_BIAS}. */
    static final int BIAS = 1024;

    @Override
    public String choice() {
        return "bias";
    }

    @Override
    public String summary() {
        return "a pin is 1024 references to a small folio, one and a count of its own to a large one";
    }

    @Override
    public int references(boolean large) {
        return large ? 1 : BIAS;
    }

    @Override
    public void mark(Frames frames, int folio, boolean large, int n) {
        if (large) {
            frames.addPins(folio, n);
        }
    }

    @Override
    public void unmark(Frames frames, int folio, boolean large, int n) {
        if (large) {
            frames.addPins(folio, -n);
        }
    }

    @Override
    public boolean maybePinned(Frames frames, int folio, int mappings) {
        return frames.test(folio, FrameFlags.HEAD)
                ? frames.pinCount(folio) > 0
                : Integer.compareUnsigned(frames.refCount(folio), BIAS) >= 0;
    }

    @Override
    public boolean needsMappings() {
        return false;
    }
}
