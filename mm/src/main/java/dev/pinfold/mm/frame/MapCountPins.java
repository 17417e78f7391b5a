package dev.pinfold.mm.frame;

/**
 * Pins as mappings: a pin adds to the folio's map count, and a folio is pinned if that is higher than the number of entries
 * that map it. Needs no word and no bits.
 *
 * <p>What it costs: whoever asks has to count the entries by a walk over the reverse map, and an entry that was cleared
 * whose map count is dropped only after the flush looks like a pin meanwhile.
 */
final class MapCountPins implements PinCount {
    @Override
    public String choice() {
        return "mapcount";
    }

    @Override
    public String summary() {
        return "a pin counts as a mapping; a walk over the reverse map tells them apart";
    }

    @Override
    public int references(boolean large) {
        return 1;
    }

    @Override
    public void mark(Frames frames, int folio, boolean large, int n) {
        int ignored = frames.addMapCount(folio, n);
    }

    @Override
    public void unmark(Frames frames, int folio, boolean large, int n) {
        int ignored = frames.addMapCount(folio, -n);
    }

    @Override
    public boolean maybePinned(Frames frames, int folio, int mappings) {
        // Of a large folio of private memory each page counts its entries apart: their number need not be told.
        boolean large = frames.test(folio, FrameFlags.HEAD) && frames.test(folio, FrameFlags.ANON);
        return frames.mapCount(folio) > (large ? FolioMaps.entries(frames, folio) : mappings);
    }

    @Override
    public boolean needsMappings() {
        return true;
    }

    @Override
    public int mapCountsOf(int pinCount) {
        return pinCount;
    }
}
