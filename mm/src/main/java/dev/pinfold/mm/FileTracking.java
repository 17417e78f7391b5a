package dev.pinfold.mm;

import dev.pinfold.mm.dirty.FileDirtyTracker;
import dev.pinfold.mm.dirty.PageSet;

/**
 * The stores that reach a file through shared mappings, as {@link Walks#trackFile} began to find them. Which way they are
 * found, by dirty bits or by faults, is chosen by how many there are; see {@link FileDirtyTracker}.
 *
 * <p>Used by the thread of the task that began it.
 */
public final class FileTracking implements AutoCloseable {
    private final KernelGate gate;
    private final FileDirtyTracker tracker;

    FileTracking(KernelGate gate, FileDirtyTracker tracker) {
        this.gate = gate;
        this.tracker = tracker;
    }

    /** The same tracking, used by another task from now on; one of them at a time. */
    public FileTracking by(Task other) {
        return other.walks().tracking(tracker);
    }

    /** Gathers what was stored to since the last scan; gives how many pages. A store that came before is found. */
    public long scan() {
        return gate.call(tracker::scan);
    }

    /** Hands over pages {@code [from, to)} of the file that were gathered, and forgets exactly those; gives how many. */
    public long drain(long from, long to, PageSet into) {
        return tracker.drain(from, to, into);
    }

    /** How stores are found now. */
    public FileDirtyTracker.Mode mode() {
        return tracker.mode();
    }

    @Override
    public void close() {
        tracker.close();
    }
}
