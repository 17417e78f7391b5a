package dev.pinfold.mm.frame;

/**
 * Pins in a word of their own for every folio, as first proposed in 2018: exact, at the price of four bytes a frame and of
 * one more atomic operation a pin.
 */
final class CounterPins implements PinCount {
    @Override
    public String choice() {
        return "counter";
    }

    @Override
    public String summary() {
        return "every folio counts its pins in a word of its own";
    }

    @Override
    public int frameBytes() {
        return Integer.BYTES;
    }

    @Override
    public int references(boolean large) {
        return 1;
    }

    @Override
    public void mark(Frames frames, int folio, boolean large, int n) {
        frames.addPins(folio, n);
    }

    @Override
    public void unmark(Frames frames, int folio, boolean large, int n) {
        frames.addPins(folio, -n);
    }

    @Override
    public boolean maybePinned(Frames frames, int folio, int mappings) {
        return frames.pinCount(folio) > 0;
    }

    @Override
    public boolean needsMappings() {
        return false;
    }
}
