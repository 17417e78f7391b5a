package dev.pinfold.mm.table;

import org.jspecify.annotations.Nullable;

/** Whom a transaction has told that a range changes, and what it told them. */
final class NotifierBracket {
    private Notifier @Nullable [] told;
    private long start;
    private long end;
    private Notifier.Event event = Notifier.Event.CLEAR;

    /** Says what the brackets of the transaction that begins are for. */
    void reason(Notifier.Event reason) {
        event = reason;
    }

    /** Begins a bracket. Preconditions: as {@link Notifiers#begin}; none is open; no lock is held. */
    void begin(PageTables t, long from, long to) {
        start = from;
        end = to;
        told = t.notifiers().begin(from, to, event);
    }

    /** Whether a bracket is open that anybody was told of. */
    boolean open() {
        return told != null;
    }

    /** Whether a bracket is open that does not cover a range. */
    boolean misses(long from, long to) {
        return told != null && (from < start || to > end);
    }

    /** Ends the bracket that is open. Preconditions: the TLBs are flushed. */
    void end() {
        Notifiers.end(told, start, end, event);
        told = null;
    }

    /** Ends the bracket that is open and begins one of the same range. Preconditions: as {@link #end}. */
    void again(PageTables t) {
        end();
        begin(t, start, end);
    }
}
