import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.PinCount;
import dev.pinfold.mm.sync.IntCell;

/**
 * Pins are counted outside of the page: in a table of the machine's, at a place that follows from the page's number. No bytes
 * a page, no bits of the reference count, no walk, and no look at page->mapping. Two pages that share a place cannot be told
 * apart: a page may look pinned that is not, but never the other way round.
 */
public final class HashedPins implements PinCount {
    private static final int PLACES = 1024;

    private final IntCell[] pins = new IntCell[PLACES];

    public HashedPins() {
        for (int i = 0; i < PLACES; i++) {
            pins[i] = new IntCell(0);
        }
    }

    @Override
    public String choice() {
        return "hashed";
    }

    @Override
    public String summary() {
        return "pins are counted in a small table, at a place that the page's number gives";
    }

    /** Counts belong to a machine's pages. */
    @Override
    public Choice forMachine() {
        return new HashedPins();
    }

    @Override
    public int references(boolean large) {
        return 1;
    }

    @Override
    public void mark(Frames frames, int folio, boolean large, int n) {
        place(folio).getAndAdd(n);
    }

    @Override
    public void unmark(Frames frames, int folio, boolean large, int n) {
        place(folio).getAndAdd(-n);
    }

    @Override
    public boolean maybePinned(Frames frames, int folio, int mappings) {
        return place(folio).getAcquire() > 0;
    }

    @Override
    public boolean needsMappings() {
        return false;
    }

    private IntCell place(int folio) {
        return pins[folio * 0x9E3779B1 >>> 22];
    }
}
