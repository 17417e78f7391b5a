package dev.pinfold.mm;

import dev.pinfold.mm.dirty.Checkpoint;
import dev.pinfold.mm.dirty.SpaceTracker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Incremental checkpoints of an address space's private memory, as {@link Walks#trackSpace} began them:
 *
 * <pre>{@code
 * Checkpoint c = tracking.checkpoint(null);      // everything
 * ... others store ...
 * c = tracking.checkpoint(c);                    // what changed, to be copied elsewhere
 * }</pre>
 *
 * <p>Used by the thread of the task that began it, while other tasks of the space go on.
 */
public final class SpaceTracking implements AutoCloseable {
    private final KernelGate gate;
    private final SpaceTracker tracker;

    SpaceTracking(KernelGate gate, SpaceTracker tracker) {
        this.gate = gate;
        this.tracker = tracker;
    }

    /** The same tracking, used by another task of the space from now on; one of them at a time. */
    public SpaceTracking by(Task other) {
        return other.walks().tracking(tracker);
    }

    /**
     * Says which pages changed since an earlier checkpoint, or with {@code null} which there are. Nothing that was stored
     * before this is missed; what is stored later is in the next.
     *
     * @throws ErrnoException EINVAL if {@code previous} belongs to another space; ENOMEM if there is no frame to copy a page
     *     table that is shared since a fork: the next checkpoint has all then
     */
    public Checkpoint checkpoint(@Nullable Checkpoint previous) {
        SpaceTracker.Outcome[] outcome = new SpaceTracker.Outcome[1];
        long error = gate.call(t -> {
            outcome[0] = tracker.checkpoint(t, previous);
            return outcome[0].error();
        });
        if (error < 0) {
            throw new ErrnoException("checkpoint(…)", (int) -error);
        }
        return Objects.requireNonNull(outcome[0].checkpoint());
    }

    @Override
    public void close() {
        long ignored = gate.call(t -> {
            tracker.close();
            return 0;
        });
    }
}
