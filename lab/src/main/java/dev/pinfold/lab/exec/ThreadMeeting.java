package dev.pinfold.lab.exec;

import dev.pinfold.mm.sync.Deadlock;
import dev.pinfold.mm.sync.DeadlockWatch;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The meeting of tasks on threads. It knows how many of them are at work, and so notices when all that are left wait, here
 * or inside calls: then nothing they wait for will ever come.
 */
public final class ThreadMeeting implements Meeting {
    private final DeadlockWatch watch = new DeadlockWatch();

    @Override
    public void await(String what, String key, BooleanSupplier condition) throws Nobody {
        try {
            watch.await(what, condition);
        } catch (Deadlock e) {
            throw new Nobody(what);
        }
    }

    @Override
    public void change(String key, Runnable change) {
        change.run();
        watch.changed();
    }

    @Override
    public void enter(int tasks) {
        watch.expect(tasks);
    }

    @Override
    public void join() {
        watch.join();
    }

    @Override
    public void leave() {
        watch.leave();
    }

    @Override
    public Map<Thread, String> waits() {
        return watch.waits();
    }

    @Override
    public boolean deadlocked() {
        return watch.deadlockedInCalls();
    }
}
