package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Op.Effect;
import dev.pinfold.mm.sync.Site;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the conditions of waits read, over all runs. A condition stops reading as soon as it knows its answer, so one answer
 * does not show all it depends on; a wait counts as reading whatever its condition ever read for that task at that site.
 */
final class AwaitReads {
    private static final Object NO_SITE = new Object();

    private final Map<Object, Announced> bySite = new HashMap<>();

    private record Key(int task, Object site) {}

    /** Adds what a condition read; returns whether that is new. */
    boolean add(int task, @Nullable Site site, long object, long bytes) {
        return of(task, site).addRead(object, bytes);
    }

    /** Adds to a wait what its condition was ever seen to read. */
    void addTo(Announced wait, int task) {
        Announced all = of(task, wait.site);
        for (int i = 0; i < all.n; i++) {
            wait.add(all.from[i], all.to[i] - all.from[i], Effect.READ);
        }
    }

    private Announced of(int task, @Nullable Site site) {
        return bySite.computeIfAbsent(new Key(task, site == null ? NO_SITE : site), k -> new Announced());
    }
}
