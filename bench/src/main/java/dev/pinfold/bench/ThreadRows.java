package dev.pinfold.bench;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.host.agent.Batch;
import dev.pinfold.host.agent.Opcode;
import dev.pinfold.lab.measure.Affinity;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.Sched;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Two threads of one address space at once, each on a processor of its own. */
final class ThreadRows {
    private static final int KERNEL_TIMES = 2_000;
    private static final int TIMES = 20_000;

    private ThreadRows() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "two-threads",
                        "page",
                        10,
                        20,
                        "two threads of one address space, each mmap of one page, a store to it, munmap, again and again: time"
                                + " until both are done over all pages.",
                        PairOfKernel::new,
                        p -> new PairOfPinfold(p, 2)),
                new Row(
                        "two-threads-scaling",
                        "page",
                        1.7,
                        1.95,
                        "the same, Pinfold with itself: one thread alone in the kernel's column, two in Pinfold's. No kernel"
                                + " takes part.",
                        k -> new Alone(),
                        p -> new PairOfPinfold(p, 2)));
    }

    private static final class PairOfKernel implements Contender {
        private static final long THREAD =
                Sched.CLONE_VM | Sched.CLONE_FS | Sched.CLONE_FILES | Sched.CLONE_SIGHAND | Sched.CLONE_THREAD;

        private final KernelTask k;

        PairOfKernel(KernelTask k) {
            this.k = k;
            k.operate(0, Opcode.CLONE, THREAD, 1);
            k.operate(1, Opcode.PIN_CPU, 1);
        }

        @Override
        public double round() {
            Batch b = k.agent().batch();
            b.clear();
            for (int slot = 0; slot < 2; slot++) {
                b.add(slot, Opcode.LOOP, KERNEL_TIMES, 3);
                int map = b.syscall(
                        slot, KernelTask.MMAP, 0, PAGE_SIZE, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
                b.reference(b.add(slot, Opcode.TOUCH, 0, PAGE_SIZE, 1), 0, map);
                b.reference(b.syscall(slot, KernelTask.MUNMAP, 0, PAGE_SIZE), 1, map);
            }
            k.agent().runParallel();
            long longest = Math.max(KernelTask.value(b, 0), KernelTask.value(b, 4));
            return longest / (2.0 * KERNEL_TIMES);
        }
    }

    /** Threads of a task of Pinfold's; the caller's own is the first. */
    private static final class PairOfPinfold implements Contender {
        private final Calls mine;
        private final AtomicInteger wanted = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final CyclicBarrier begin = new CyclicBarrier(2);
        private final Thread other;

        PairOfPinfold(PinfoldTask p, int cpus) {
            mine = p.calls();
            Calls calls = p.task().thread().calls();
            other = Thread.ofPlatform().daemon().name("second").start(() -> {
                Affinity.pin(cpus - 1);
                int seen = 0;
                while (seen >= 0) {
                    while (wanted.get() == seen) {
                        LockSupport.park();
                    }
                    seen = wanted.get();
                    if (seen > 0) {
                        await();
                        cycle(calls, TIMES);
                        done.set(seen);
                    }
                }
            });
        }

        private void await() {
            try {
                begin.await();
            } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public double round() {
            int round = wanted.incrementAndGet();
            LockSupport.unpark(other);
            await();
            long from = System.nanoTime();
            cycle(mine, TIMES);
            while (done.get() != round) {
                Thread.onSpinWait();
            }
            return (System.nanoTime() - from) / (2.0 * TIMES);
        }

        @Override
        public void close() {
            wanted.set(-1);
            LockSupport.unpark(other);
        }
    }

    /** One thread of a machine of its own. */
    private static final class Alone implements Contender {
        private final PinfoldTask p =
                new PinfoldTask(MachineConfig.defaults().withCpus(2).withMemory(64 * Linux.MIB));

        @Override
        public double round() {
            long from = System.nanoTime();
            cycle(p.calls(), TIMES);
            return (System.nanoTime() - from) / (double) TIMES;
        }

        @Override
        public void close() {
            p.close();
        }
    }

    private static void cycle(Calls calls, int times) {
        for (int i = 0; i < times; i++) {
            long a = calls.mmap(0, PAGE_SIZE, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            if (PinfoldTask.ok(calls.store(a, 1, 1)) != 0) {
                throw new IllegalStateException("Pinfold's side failed: a fault");
            }
            PinfoldTask.ok(calls.munmap(a, PAGE_SIZE));
        }
    }
}
