package dev.pinfold.mm.table;

import dev.pinfold.mm.sync.RefCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Waits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The notifiers of one address space. Every transaction that changes entries other than empty ones brackets its range for
 * them, because all of them go through {@link TableCursor}; as long as nobody is registered that costs one read.
 */
public final class Notifiers {
    private static final Site JOIN = Site.await("notifiers: wait for changes that began before a notifier was there");
    private static final Site LEAVE = Site.await("notifiers: wait for brackets that still call a notifier that goes");

    private final TlbContext context;
    private final RefCell<Notifier[]> all = new RefCell<>(null);
    /** Waited on, and never woken: who registers looks again every now and then, so that changes need not care. */
    private final long joining = Waits.newObject();

    Notifiers(TlbContext context) {
        this.context = context;
    }

    /**
     * Registers a notifier. When this returns, every later change of an entry is told to it.
     *
     * <p>Preconditions: inside a call, no lock of a reverse map or of tables held; no transaction of the caller is open.
     */
    public void add(Notifier n) {
        change(n, true);
        // A change that is under way has begun without it: only when that is flushed may it look at the tables.
        Waits.await(JOIN, joining, () -> !context.flushPending());
    }

    /** Takes a notifier back. When this returns it is not called any more. Preconditions: as {@link #add}. */
    public void remove(Notifier n) {
        change(n, false);
        Waits.await(LEAVE, joining, () -> !context.flushPending());
    }

    private void change(Notifier n, boolean add) {
        while (true) {
            Notifier[] old = all.getAcquire();
            List<Notifier> next = new ArrayList<>(old == null ? List.of() : List.of(old));
            if (add) {
                next.add(n);
            } else {
                next.removeIf(o -> o.equals(n));
            }
            if (all.cas(old, next.isEmpty() ? null : next.toArray(Notifier[]::new))) {
                return;
            }
        }
    }

    /**
     * Tells whoever is registered now that a range is about to change.
     *
     * <p>Preconditions: the change counts as pending already ({@link TlbContext#changeBegins}).
     *
     * @return whom to tell when it has changed; {@code null} for nobody
     */
    Notifier @Nullable [] begin(long start, long end, Notifier.Event event) {
        Notifier[] now = all.getAcquire();
        if (now != null) {
            for (Notifier n : now) {
                n.invalidateStart(start, end, event);
            }
        }
        return now;
    }

    /** The other end of {@link #begin}. Preconditions: the TLBs are flushed. */
    static void end(Notifier @Nullable [] told, long start, long end, Notifier.Event event) {
        if (told != null) {
            for (Notifier n : told) {
                n.invalidateEnd(start, end, event);
            }
        }
    }
}
