package dev.pinfold.lab.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ThreadMeetingTest {
    private final ThreadMeeting meeting = new ThreadMeeting();
    private final AtomicInteger nobody = new AtomicInteger();

    private Thread start(Waits body) {
        Thread thread = new Thread(() -> {
            meeting.join();
            try {
                body.run();
            } catch (Meeting.Nobody e) {
                nobody.incrementAndGet();
            } finally {
                meeting.leave();
            }
        });
        thread.start();
        return thread;
    }

    private interface Waits {
        void run() throws Meeting.Nobody;
    }

    @Test
    void whoIsAloneCannotWait() {
        meeting.enter(1);
        meeting.join();
        assertThatThrownBy(() -> meeting.await("rain", "key", () -> false))
                .isInstanceOf(Meeting.Nobody.class)
                .hasMessage("rain");
    }

    @Test
    void aChangeWakesWhoWaits() throws Exception {
        AtomicBoolean bound = new AtomicBoolean();
        meeting.enter(2);
        Thread waiter = start(() -> meeting.await("it", "key", bound::get));
        Thread binder = start(() -> {
            meeting.change("key", () -> bound.set(true));
        });
        waiter.join();
        binder.join();
        assertThat(nobody).hasValue(0);
    }

    @Test
    void allWaitingForEachOtherIsNoticed() throws Exception {
        meeting.enter(3);
        Thread[] threads = new Thread[3];
        for (int i = 0; i < 3; i++) {
            threads[i] = start(() -> meeting.await("another", "key", () -> false));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(nobody).hasValue(3);
    }

    @Test
    void theLastOneThatLeavesLetsTheOthersKnow() throws Exception {
        AtomicBoolean go = new AtomicBoolean();
        meeting.enter(2);
        Thread waiter = start(() -> meeting.await("it", "key", () -> false));
        Thread leaver = start(() -> {
            while (!go.get()) {
                Thread.onSpinWait();
            }
        });
        go.set(true);
        waiter.join();
        leaver.join();
        assertThat(nobody).hasValue(1);
    }
}
