package dev.pinfold.mm.sync;

/**
 * A wait that nobody is left to end, found by a {@link DeadlockWatch}. It is thrown out of the call that waits, which is
 * given up in the middle: the machine holds together no longer, and can only be discarded.
 */
public final class Deadlock extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The exception for a wait; {@code what} says at which lock or for what. */
    Deadlock(String what) {
        super(what);
    }
}
