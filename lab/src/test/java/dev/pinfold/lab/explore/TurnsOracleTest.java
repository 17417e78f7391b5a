package dev.pinfold.lab.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.sync.Cpu;
import dev.pinfold.mm.sync.Cpus;
import dev.pinfold.mm.sync.FlushSink;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Runner;
import dev.pinfold.mm.sync.RwSemaphore;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Waits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * As {@link OracleTest}, where tasks are more than CPUs: who comes to a CPU when, who sleeps inside a call and lends its CPU,
 * and who has to wait to get it back are choices too, and partial-order reduction must leave out none that matters.
 */
@Tag("controlled")
class TurnsOracleTest {
    private static final int PROGRAMS = 1000;
    private static final int LARGEST = 3000;

    @Test
    void noOrderOfTurnsIsLost() {
        int compared = 0;
        int deadlocking = 0;
        for (long seed = 0; compared < PROGRAMS; seed++) {
            Drawn drawn = Drawn.of(seed);
            Set<String> expected = outcomes(drawn, "dfs", LARGEST);
            if (expected == null) {
                continue;
            }
            compared++;
            deadlocking += expected.contains("deadlock") ? 1 : 0;
            for (String strategy : List.of("dpor", "bounded")) {
                assertThat(outcomes(drawn, strategy, Long.MAX_VALUE))
                        .as("%s on seed %d: %s", strategy, seed, drawn)
                        .isEqualTo(expected);
            }
        }
        assertThat(deadlocking).isBetween(20, PROGRAMS - 20);
    }

    private static @Nullable Set<String> outcomes(Drawn drawn, String strategy, long most) {
        Set<String> seen = new TreeSet<>();
        Result r = Explorer.of(() -> new Turns(drawn))
                .strategy(strategy)
                .schedules(most)
                .goOn(v -> seen.add(v.kind().toString()))
                .outcomes(o -> seen.add(o.toString()))
                .explore();
        return r.complete() ? seen : null;
    }

    private enum Code {
        LOAD,
        STORE,
        ADD,
        /** Holds the semaphore for reading, or for writing, over one access. */
        READ,
        WRITE,
        /** Sleeps until a cell has a value. */
        WAIT,
        /** Gives the CPU to whoever waits for it. */
        YIELD
    }

    private record Instruction(Code code, int x, int y) {}

    /** Of each task its calls, and of each call its instructions. */
    private record Drawn(int cpus, List<List<List<Instruction>>> tasks) {
        static Drawn of(long seed) {
            var r = new SplittableRandom(seed);
            int tasks = 2 + r.nextInt(2);
            Code[] codes = Code.values();
            var all = new ArrayList<List<List<Instruction>>>();
            for (int t = 0; t < tasks; t++) {
                var calls = new ArrayList<List<Instruction>>();
                for (int c = 1 + r.nextInt(2); c > 0; c--) {
                    var body = new ArrayList<Instruction>();
                    for (int i = 1 + r.nextInt(tasks == 2 ? 3 : 2); i > 0; i--) {
                        body.add(new Instruction(codes[r.nextInt(codes.length)], r.nextInt(2), r.nextInt(2)));
                    }
                    calls.add(body);
                }
                all.add(calls);
            }
            return new Drawn(1 + r.nextInt(tasks - 1), all);
        }
    }

    private static final class Nothing implements FlushSink {
        @Override
        public void invalidate(long context, long start, long end) {}

        @Override
        public void invalidateAll() {}
    }

    private static final class Taker extends Runner {
        Taker(Cpus cpus) {
            super(cpus);
        }

        @Override
        protected void switchedIn(Cpu cpu, FlushSink sink) {}

        @Override
        protected boolean mayHit() {
            return false;
        }
    }

    private static final class Turns implements Program {
        private static final Site READ = Site.lock("turns: read lock");
        private static final Site WRITE = Site.lock("turns: write lock");
        private static final Site WAIT = Site.await("turns: wait");

        private final Drawn drawn;
        private final Runner[] runners;
        private final LongCell[] cells = {new LongCell(0), new LongCell(0)};
        private final RwSemaphore sem = new RwSemaphore(LockClass.MMAP_LOCK);
        private final long[] register;

        Turns(Drawn drawn) {
            this.drawn = drawn;
            Cpus cpus = new Cpus(drawn.cpus(), i -> new Nothing());
            runners = new Runner[drawn.tasks().size()];
            for (int t = 0; t < runners.length; t++) {
                runners[t] = new Taker(cpus);
            }
            register = new long[runners.length];
        }

        @Override
        public int tasks() {
            return runners.length;
        }

        @Override
        public void run(int task) {
            int t = task - 1;
            for (List<Instruction> call : drawn.tasks().get(t)) {
                runners[t].enterKernel();
                for (Instruction i : call) {
                    step(t, i);
                }
                runners[t].exitKernel();
            }
        }

        private void step(int t, Instruction i) {
            LongCell x = cells[i.x()];
            LongCell y = cells[i.y()];
            switch (i.code()) {
                case LOAD -> register[t] = register[t] * 3 + x.getVolatile();
                case STORE -> x.setVolatile(i.y() + register[t]);
                case ADD -> register[t] += x.getAndAdd(i.y() + 1);
                case READ -> {
                    sem.readLock(READ);
                    register[t] = register[t] * 3 + y.getVolatile();
                    sem.readUnlock();
                }
                case WRITE -> {
                    sem.writeLock(WRITE);
                    x.setVolatile(y.getVolatile() + 1);
                    sem.writeUnlock();
                }
                case WAIT -> Waits.await(WAIT, 0, () -> x.getVolatile() != i.y());
                case YIELD -> runners[t].yieldCpu();
            }
        }

        @Override
        public Object outcome() {
            return Arrays.toString(new long[] {cells[0].peek(), cells[1].peek()}) + Arrays.toString(register);
        }
    }
}
