package dev.pinfold.lab.exec;

import java.util.function.BooleanSupplier;

/**
 * The meeting of tasks on threads. It knows how many of them are at work, and so notices when all that are left wait:
 * then nothing they wait for will ever come.
 */
public final class ThreadMeeting implements Meeting {
    private int atWork;
    /** How many of those at work have found their condition wanting since the last change. */
    private int settled;

    private long changes;
    private boolean over;

    /** Outside {@link #enter} and {@link #leave} of other tasks, waiting is as in file order. */
    @Override
    public synchronized void await(String what, String key, BooleanSupplier condition) throws Nobody {
        while (!condition.getAsBoolean()) {
            settled++;
            if (over || settled >= atWork) {
                over = true;
                notifyAll();
                throw new Nobody(what);
            }
            long seen = changes;
            while (seen == changes && !over) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new Nobody(what);
                }
            }
        }
    }

    @Override
    public void change(String key, Runnable change) {
        change.run();
        changed();
    }

    private synchronized void changed() {
        changes++;
        settled = 0;
        notifyAll();
    }

    @Override
    public synchronized void enter(int tasks) {
        atWork = tasks;
        settled = 0;
        over = false;
    }

    @Override
    public synchronized void leave() {
        atWork--;
        if (atWork > 0 && settled >= atWork) {
            over = true;
            notifyAll();
        }
    }
}
