package dev.pinfold.lab.explore;

/** A task that runs when told to and stops itself: on one thread where the JVM lets us, else a thread that hands over. */
abstract class Fiber {
    /** A way to make fibers. */
    interface Maker {
        Fiber make(Runnable body);
    }

    /** The fastest maker this JVM allows. */
    static Maker fastest() {
        try {
            Fiber probe = new ContinuationFiber(() -> {});
            probe.resume();
            return ContinuationFiber::new;
        } catch (IllegalAccessError closed) {
            return ThreadFiber::new;
        }
    }

    /** Runs the task until it suspends or ends. */
    abstract void resume();

    /** Stops the running task, which is this one, until the next {@link #resume}. False if it cannot stop where it is. */
    abstract boolean suspend();

    /** Whether the task has ended. */
    abstract boolean done();

    /** Forgets a task that will not be resumed. */
    abstract void abandon();
}
