import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.PinCount;
import dev.pinfold.mm.sync.IntCell;

/**
 * A first try: one bit says that a page is pinned ("PageDmaPinned"), and nobody counts. The bits lie in a table of their own,
 * so that struct page needs no room. The second of two pins is lost when the first one goes.
 */
public final class FlaggedPins implements PinCount {
    private static final int WORDS = 64;

    private final IntCell[] words = new IntCell[WORDS];

    public FlaggedPins() {
        for (int i = 0; i < WORDS; i++) {
            words[i] = new IntCell(0);
        }
    }

    @Override
    public String choice() {
        return "flag";
    }

    @Override
    public String summary() {
        return "one bit says that a page is pinned, and nobody counts";
    }

    /** Bits belong to a machine's pages. */
    @Override
    public Choice forMachine() {
        return new FlaggedPins();
    }

    @Override
    public int references(boolean large) {
        return 1;
    }

    @Override
    public void mark(Frames frames, int folio, boolean large, int n) {
        word(folio).getAndOr(1 << folio);
    }

    @Override
    public void unmark(Frames frames, int folio, boolean large, int n) {
        word(folio).getAndAnd(~(1 << folio));
    }

    @Override
    public boolean maybePinned(Frames frames, int folio, int mappings) {
        return (word(folio).getAcquire() & 1 << folio) != 0;
    }

    @Override
    public boolean needsMappings() {
        return false;
    }

    private IntCell word(int folio) {
        return words[folio >>> 5 & WORDS - 1];
    }
}
