package dev.pinfold.lab.explore;

import java.util.concurrent.Semaphore;

/** A fiber that is a thread, for JVMs that keep their continuations closed: a hundred times slower, and the same otherwise. */
final class ThreadFiber extends Fiber {
    /** Thrown in a task that is given up, to unwind it. */
    static final class Abandoned extends Error {
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super("abandoned", null, false, false);
        }
    }

    private final Semaphore mine = new Semaphore(0);
    private final Semaphore others = new Semaphore(0);
    private final Thread thread;
    private boolean started;
    private boolean abandoned;
    private volatile boolean done;

    ThreadFiber(Runnable body) {
        thread = Thread.ofPlatform().daemon().name("fiber").unstarted(() -> {
            try {
                body.run();
            } catch (Abandoned expected) {
                // given up
            } finally {
                done = true;
                others.release();
            }
        });
    }

    @Override
    void resume() {
        if (started) {
            mine.release();
        } else {
            started = true;
            thread.start();
        }
        others.acquireUninterruptibly();
    }

    @Override
    boolean suspend() {
        others.release();
        mine.acquireUninterruptibly();
        if (abandoned) {
            throw new Abandoned();
        }
        return true;
    }

    @Override
    boolean done() {
        return done;
    }

    @Override
    void abandon() {
        if (started && !done) {
            abandoned = true;
            mine.release();
            others.acquireUninterruptibly();
        }
    }
}
