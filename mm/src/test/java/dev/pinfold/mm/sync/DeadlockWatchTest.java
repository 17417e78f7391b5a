package dev.pinfold.mm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A deadlock is found whoever waits for what, and none is found where there is none. */
@Timeout(60)
class DeadlockWatchTest {
    private static final Site LOCK = Site.lock("test.deadlock: a lock");
    private static final Site AWAIT = Site.await("test.deadlock: a wait");

    private final DeadlockWatch watch = new DeadlockWatch();
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

    /** Runs members at once; returns when all have ended. */
    private void members(int count, IntConsumer body) throws InterruptedException {
        watch.expect(count);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int member = i;
            Thread thread = new Thread(() -> {
                watch.join();
                try {
                    body.accept(member);
                } catch (Deadlock e) {
                    told.add(String.valueOf(e.getMessage()));
                } finally {
                    watch.leave();
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void twoLocksInTwoOrders() throws Exception {
        Mutex[] locks = {new Mutex(LockClass.NAMESPACE), new Mutex(LockClass.FILES)};
        CountDownLatch bothHold = new CountDownLatch(2);
        members(2, i -> {
            locks[i].lock(LOCK);
            bothHold.countDown();
            while (bothHold.getCount() > 0) {
                Thread.onSpinWait();
            }
            locks[1 - i].lock(LOCK);
        });
        assertThat(told).containsExactlyInAnyOrder("NAMESPACE", "FILES");
        assertThat(watch.deadlockedInCalls()).isTrue();
    }

    @Test
    void aReaderThatWouldWrite() throws Exception {
        RwSemaphore semaphore = new RwSemaphore(LockClass.I_RWSEM);
        members(1, i -> {
            semaphore.readLock(LOCK);
            semaphore.writeLock(LOCK);
        });
        assertThat(told).containsExactly("I_RWSEM");
    }

    @Test
    void whoLeavesLetsTheOthersKnow() throws Exception {
        members(3, i -> {
            if (i > 0) {
                Waits.await(AWAIT, -1, () -> false);
            }
        });
        assertThat(told).hasSize(2).containsOnly(AWAIT.toString());
    }

    @Test
    void waitsOfTheMembersOwnAreNoCalls() throws Exception {
        members(2, i -> watch.await("rain", () -> false));
        assertThat(told).containsExactly("rain", "rain");
        assertThat(watch.deadlockedInCalls()).isFalse();
    }

    /** Whether calls were given up is asked by each who is told, also by one who is told late, when the call is over. */
    @Test
    void whoIsToldLateHearsTheSame() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        Thread late = Thread.ofPlatform().unstarted(() -> {
            watch.join();
            try {
                watch.await("rain", () -> {
                    if (Thread.currentThread().getName().equals("late") && watch.deadlockedInCalls()) {
                        awaitQuietly(gone);
                    }
                    return false;
                });
            } catch (Deadlock e) {
                told.add(e.getMessage() + ", in calls: " + watch.deadlockedInCalls());
            }
        });
        late.setName("late");
        watch.expect(2);
        Thread caller = Thread.ofPlatform().start(() -> {
            watch.join();
            try {
                Waits.await(AWAIT, -1, () -> false);
            } catch (Deadlock e) {
                watch.leave();
                gone.countDown();
            }
        });
        late.start();
        caller.join();
        late.join();
        assertThat(told).containsExactly("rain, in calls: true");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every kind of wait, with more members than processors, and none of them for ever. */
    @Test
    void whereSomebodyGoesOnNobodyIsTold() throws Exception {
        int count = 6;
        int rounds = 300;
        Mutex mutex = new Mutex(LockClass.NAMESPACE);
        RwSemaphore semaphore = new RwSemaphore(LockClass.I_RWSEM);
        AtomicInteger turn = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        members(count, i -> {
            for (int round = 0; round < rounds; round++) {
                int mine = round * count + i;
                if (round % 2 == 0) {
                    Waits.await(AWAIT, -7, () -> turn.get() == mine);
                } else {
                    watch.await("turn", () -> turn.get() == mine);
                }
                mutex.lock(LOCK);
                semaphore.writeLock(LOCK);
                turn.incrementAndGet();
                Waits.wake(-7);
                watch.changed();
                semaphore.writeUnlock();
                mutex.unlock();
                semaphore.readLock(LOCK);
                done.incrementAndGet();
                semaphore.readUnlock();
            }
        });
        assertThat(told).isEmpty();
        assertThat(done).hasValue(count * rounds);
    }
}
