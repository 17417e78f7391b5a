package dev.pinfold.mm.fault;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Planted: every way to synchronise outside the seam, for the test of the seam to find. Never run. */
@SuppressWarnings({"UnusedVariable", "ThreadJoinLoop"})
public final class Synchronises {
    private final AtomicLong atomic = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final VarHandle handle = MethodHandles.arrayElementVarHandle(int[].class);
    private volatile int flag;

    synchronized int method() {
        return flag;
    }

    int block() throws InterruptedException {
        synchronized (lock) {
            Thread.sleep(1);
            return flag;
        }
    }
}
