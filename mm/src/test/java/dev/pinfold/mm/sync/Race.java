package dev.pinfold.mm.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Runs bodies at once on real threads, platform and virtual alternating, and hands on what they throw. */
final class Race {
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    private Race() {}

    static void run(Body... bodies) {
        var start = new CountDownLatch(1);
        var thrown = new ConcurrentLinkedQueue<Throwable>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < bodies.length; i++) {
            Body body = bodies[i];
            Runnable r = () -> {
                try {
                    start.await();
                    body.run();
                } catch (Throwable t) {
                    thrown.add(t);
                }
            };
            threads.add(
                    (i & 1) == 0
                            ? Thread.ofPlatform().daemon().start(r)
                            : Thread.ofVirtual().start(r));
        }
        start.countDown();
        try {
            for (Thread t : threads) {
                if (!t.join(java.time.Duration.ofSeconds(60))) {
                    throw new AssertionError("still running after a minute: " + List.of(t.getStackTrace()));
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (!thrown.isEmpty()) {
            throw new AssertionError("in a racing thread", thrown.peek());
        }
    }
}
