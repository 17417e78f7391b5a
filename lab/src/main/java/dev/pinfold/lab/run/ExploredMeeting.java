package dev.pinfold.lab.run;

import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.mm.sync.Op;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Sync;
import java.util.function.BooleanSupplier;

/** The meeting of explored tasks: what they wait for is an operation like any other, and the explorer sees who waits in vain. */
final class ExploredMeeting implements Meeting {
    private static final Site WAIT = Site.await("workload: wait for another task's line");

    @Override
    public void await(String what, String key, BooleanSupplier condition) throws Nobody {
        if (Sync.scheduler().currentTask() != 0) {
            Sync.scheduler().await(Op.AWAIT, Sync.named(key), WAIT, condition);
        } else if (!condition.getAsBoolean()) {
            throw new Nobody(what);
        }
    }

    @Override
    public void change(String key, Runnable change) {
        Sync.scheduler().point(Op.WRITE, Sync.named(key), 1, null);
        change.run();
    }

    @Override
    public void look(String key) {
        Sync.scheduler().point(Op.READ, Sync.named(key), 1, null);
    }
}
