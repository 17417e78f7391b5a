package dev.pinfold.lab.log;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.lang.WorkloadStep;
import dev.pinfold.lab.log.read.Log;
import dev.pinfold.lab.run.Tally;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;

/** Makes a log's memory calls and compares what comes of them with what the kernel returned. */
final class LogMemory {
    /** A call that was under way when another came back, so that the kernel may have done it before. */
    record Pending(LogTask task, Line line, Runnable done) {}

    /** Calls about other processes' memory, of which strace prints contents and not addresses, and limits. */
    private static final Set<String> FOLLOWED = Set.of("getrlimit", "setrlimit", "prlimit64");

    private static final Set<String> OPAQUE = Set.of("process_vm_readv", "process_vm_writev", "process_madvise");
    /** What lies further above the known mappings is not of the same area. */
    private static final long NEAR = 64L << 30;
    /** So many mappings are guessed that lay where one was not placed. */
    private static final int GUESSES = 64;
    /** How far below the first mappings a dynamic linker begins in whose hole they lie. */
    private static final long LINKER_LEAST = 0x200000;

    private static final long LINKER_MOST = 0x280000;
    /** The legacy layout begins at a third of the address space. */
    private static final long LEGACY_FROM = 0x2000_0000_0000L;

    /** From here on there are stacks and what the kernel maps for them. */
    private static final long STACKS = 0x7ff0_0000_0000L;

    private static final long LEGACY_TO = 0x3000_0000_0000L;
    /** Where mappings end in a program whose addresses nobody randomised. */
    private static final long UNRANDOM_FROM = 0x7fff_f7f0_0000L;

    private static final long UNRANDOM_TO = 0x7fff_f800_0000L;

    private final Log log;
    private final LogWorld world;
    private final Places places;
    private final Tally tally;
    private final LogFacts facts;
    private final BiFunction<LogTask, Line, List<Pending>> pending;

    LogMemory(Log log, LogWorld world, Tally tally, LogFacts facts, BiFunction<LogTask, Line, List<Pending>> pending) {
        this.log = log;
        this.world = world;
        this.places = new Places(world);
        this.tally = tally;
        this.facts = facts;
        this.pending = pending;
    }

    /** Plays one memory call of the log; says whether its result was compared. */
    boolean call(LogTask task, Line line) {
        if (OPAQUE.contains(line.name())) {
            tally.skipped(line.name());
            return false;
        }
        if (FOLLOWED.contains(line.name())) {
            LogLimits.follow(task, line);
            tally.called(line.name(), 0);
            return false;
        }
        if (frees(line)) {
            // What was under way may have been placed before this made room.
            settle(task, line);
        }
        boolean equal = attempt(task, line) || settle(task, line) && attempt(task, line);
        for (Pending other : equal ? List.<Pending>of() : pending.apply(task, line)) {
            if (!LogFacts.chosen(other.line()) && doneBefore(other)) {
                settle(task, line);
                equal = attempt(task, line);
                if (equal) {
                    break;
                }
            }
        }
        equal = equal || around(task, line);
        tally.compared(equal);
        if (!equal) {
            different(task, line);
        }
        return true;
    }

    /**
     * Makes those calls under way whose places already fit, as long as there are any.
     *
     * @return whether there was one
     */
    private boolean settle(LogTask task, Line line) {
        boolean any = false;
        boolean progress;
        do {
            progress = false;
            for (Pending other : pending.apply(task, line)) {
                progress |= LogFacts.chosen(other.line()) && doneBefore(other);
            }
            any |= progress;
        } while (progress);
        return any;
    }

    /** Makes a call that was under way; if it comes out as in the log it is done. */
    private boolean doneBefore(Pending other) {
        if (!attempt(other.task(), other.line())) {
            return false;
        }
        other.done().run();
        tally.compared(true);
        return true;
    }

    private static boolean frees(Line line) {
        return line.name().equals("munmap") || line.name().equals("mremap");
    }

    /**
     * Makes a call, adopting first what it needs and the log never mapped.
     *
     * @return whether what came of it is what the log says; if not, a new mapping has been taken back
     */
    private boolean attempt(LogTask task, Line line) {
        learn(task, line);
        StepOutcome outcome = make(task, line);
        if (equal(line, outcome)) {
            return true;
        }
        if (LogAdoption.adopt(task, line, outcome, tally)) {
            outcome = make(task, line);
            if (equal(line, outcome)) {
                return true;
            }
        }
        if (line.name().equals("mremap") && LogFacts.chosen(line) && outcome instanceof StepOutcome.Returned r) {
            takeBack(task, line, r.value().word());
            outcome = StepOutcome.ofSyscall(places.move(task, line, r.value().word()));
            if (equal(line, outcome)) {
                return true;
            }
        }
        if (asAHint(line)
                && world.kernel.before(Since.FIXED_NOREPLACE, line.number(), "MAP_FIXED_NOREPLACE is a hint")) {
            outcome = StepOutcome.ofSyscall(hinted(task.calls, line));
            if (equal(line, outcome)) {
                world.conclude(line.number(), "MAP_FIXED_NOREPLACE is a hint only, as by a kernel before 4.17");
                return true;
            }
        }
        if (low(line) && outcome instanceof StepOutcome.Returned r) {
            // The kernel draws the place of each such mapping by lot.
            task.calls.munmap(r.value().word(), LogFacts.argument(line, 1));
            long address = LogFacts.result(line).orElseThrow();
            outcome = StepOutcome.ofSyscall(place(task.calls, line, address, Mman.MAP_FIXED_NOREPLACE));
            if (equal(line, outcome)) {
                return true;
            }
        }
        if (hintTaken(line, outcome)) {
            // The kernel did not follow the hint: something the log never mapped lay there.
            task.calls.munmap(LogFacts.argument(line, 0), LogFacts.argument(line, 1));
            outcome = StepOutcome.ofSyscall(unhinted(task.calls, line));
            if (equal(line, outcome)) {
                tally.adopted();
                return true;
            }
        }
        if (outcome instanceof StepOutcome.Returned r) {
            takeBack(task, line, r.value().word());
        }
        return false;
    }

    /** Says whether a kernel that does not know MAP_FIXED_NOREPLACE has placed a mapping elsewhere. */
    private static boolean asAHint(Line line) {
        return line.name().equals("mmap")
                && (LogFacts.argument(line, 3) & (Mman.MAP_FIXED | Mman.MAP_FIXED_NOREPLACE))
                        == Mman.MAP_FIXED_NOREPLACE
                && LogFacts.result(line).isPresent()
                && LogFacts.result(line).getAsLong() != LogFacts.argument(line, 0);
    }

    private static long hinted(Calls calls, Line line) {
        return calls.mmap(
                LogFacts.argument(line, 0),
                LogFacts.argument(line, 1),
                (int) LogFacts.argument(line, 2),
                (int) (LogFacts.argument(line, 3) & ~Mman.MAP_FIXED_NOREPLACE),
                (int) LogFacts.argument(line, 4),
                LogFacts.argument(line, 5));
    }

    /**
     * Takes into account that a log need not show all that lies in an address space, as it begins late, has gaps, or leaves a
     * thread out: where the kernel did not place a mapping there was one, and where it did there was none.
     */
    private boolean around(LogTask task, Line line) {
        if (!LogFacts.chosen(line)) {
            return false;
        }
        Calls calls = task.calls;
        long expected = LogFacts.result(line).orElseThrow();
        long length = LogFacts.roundUp(LogFacts.argument(line, line.name().equals("mremap") ? 2 : 1));
        if (task.image.seen()
                && !LogAdoption.linkersHole(task, expected, length, world, line.number(), tally)
                && !linker(task, line, expected + length)) {
            return false;
        }
        if (task.image.bottomUp) {
            if (Long.compareUnsigned(expected, task.image.top) < 0) {
                task.image.placeBottomUp(calls, expected);
            }
        } else if (Long.compareUnsigned(expected, task.image.top) >= 0) {
            LogAdoption.raiseTop(task, expected, expected + length, tally);
        }
        boolean cleared = false;
        for (int i = 0; i < GUESSES; i++) {
            StepOutcome outcome = make(task, line);
            if (equal(line, outcome)) {
                return true;
            }
            if (!(outcome instanceof StepOutcome.Returned r)) {
                return false;
            }
            long found = r.value().word();
            takeBack(task, line, found);
            boolean beyond = Long.compareUnsigned(found, expected) < 0 != task.image.bottomUp;
            if (beyond) {
                // What lies where the kernel placed it is gone.
                if (cleared || calls.munmap(expected, length) != 0) {
                    return false;
                }
                cleared = true;
            } else if (!LogAdoption.between(task, found, expected, length, tally)) {
                return false;
            }
        }
        return false;
    }

    /**
     * Says whether a mapping whose end is given was placed below the dynamic linker, which execve maps and no log shows. One that is
     * linked for pages of 2 MiB has a hole between its code and its data, and the first mappings go there.
     */
    private boolean linker(LogTask task, Line line, long end) {
        LogTask.Image image = task.image;
        if (image.bottomUp || !image.topKnown) {
            return false;
        }
        if (image.linker == 0 && image.top - end >= LINKER_LEAST && image.top - end < LINKER_MOST) {
            image.linker = end;
            world.conclude(line.number(), "the dynamic linker has a hole of 2 MiB, into which the first mappings go");
        }
        return image.linker != 0;
    }

    /** Undoes a mapping that was made or moved to another place than in the log. */
    private static void takeBack(LogTask task, Line line, long place) {
        Calls calls = task.calls;
        if (line.name().equals("mmap")) {
            calls.munmap(place, LogFacts.argument(line, 1));
            task.image.pool.gone(place, place + LogFacts.roundUp(LogFacts.argument(line, 1)));
        } else if (line.name().equals("mremap")) {
            long from = LogFacts.argument(line, 0);
            long before = LogFacts.argument(line, 1);
            long after = LogFacts.argument(line, 2);
            if (place == from && after > before) {
                calls.mremap(place, after, before, 0, 0);
            } else if (place != from) {
                calls.mremap(place, after, before, Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED, from);
            }
        }
    }

    private StepOutcome make(LogTask task, Line line) {
        long start = System.nanoTime();
        long result = task.image.pool.refuses(line);
        if (result == 0) {
            result = line.name().equals("mmap") ? map(task, line) : LogCalls.make(task.calls, line);
        }
        if (result == 0 && line.name().equals("munmap")) {
            long from = LogFacts.argument(line, 0);
            task.image.pool.gone(from, from + LogFacts.roundUp(LogFacts.argument(line, 1)));
        }
        tally.called(line.name(), System.nanoTime() - start);
        return line.name().equals("brk") ? StepOutcome.of(result) : StepOutcome.ofSyscall(result);
    }

    private long map(LogTask task, Line line) {
        if (LogFacts.result(line).isEmpty() || !HugePool.maps(task, line)) {
            long at = places.map(task, line);
            if (at >= 0) {
                task.image.pool.gone(at, at + LogFacts.roundUp(LogFacts.argument(line, 1)));
            }
            return at;
        }
        world.conclude(line.number(), "there is a pool of huge pages: as many as the log shows to be given");
        return task.image.pool.map(task.calls, line);
    }

    /** Fixes where the kernel of the log placed mappings and the heap, as soon as the log shows it. */
    private void learn(LogTask task, Line line) {
        OptionalLong result = LogFacts.result(line);
        if (line.name().equals("mmap")) {
            if ((LogFacts.argument(line, 3) & Mman.MAP_ANONYMOUS) == 0) {
                LogFiles.beforeMapping(task, line);
            }
            if (!task.image.topKnown && LogFacts.unplaced(line)) {
                placeFirst(task, line);
            }
        } else if (line.name().equals("munmap") && task.image.topKnown && !task.image.whole) {
            long end = LogFacts.roundUp(LogFacts.argument(line, 0) + LogFacts.argument(line, 1));
            if (Long.compareUnsigned(end, task.image.top) > 0 && end - task.image.top < NEAR) {
                // It was mapped before the log began, and from now on is room.
                LogAdoption.raiseTop(task, end, end, tally);
            }
        } else if (line.name().equals("brk") && !task.image.heapKnown && result.isPresent()) {
            // A program's first call asks where its heap is.
            task.image.whole |= !task.image.topKnown
                    && LogFacts.argument(line, 0) == 0
                    && log.filter().isEmpty();
            if (result.getAsLong() >= STACKS) {
                world.other(line.number(), LogWorld.WSL); // Linux has no heap there.
            }
            task.image.placeHeap(task.calls, task.image.whole ? result.getAsLong() : facts.lowestHeap(line));
            if (!task.image.whole) {
                task.calls.brk(result.getAsLong());
            }
        }
    }

    /** Fixes where mappings are placed, by the first that the kernel placed. */
    private void placeFirst(LogTask task, Line line) {
        long first = LogFacts.result(line).orElseThrow();
        if (first >= LEGACY_FROM && first < LEGACY_TO) {
            task.image.placeBottomUp(task.calls, first);
            task.image.top = first;
            world.conclude(
                    line.number(),
                    "mappings are placed bottom-up, as under \"ulimit -s unlimited\" or the legacy layout");
            return;
        }
        long top = facts.mmapTop(line);
        task.image.place(task.calls, top);
        if (top >= UNRANDOM_FROM && top <= UNRANDOM_TO) {
            world.conclude(line.number(), "addresses are not randomised, as under setarch -R or gdb");
        }
    }

    private static boolean equal(Line line, StepOutcome outcome) {
        if (line.expectation().isEmpty()) {
            return true;
        }
        for (Expectation.Outcome expected : line.expectation().get().outcomes()) {
            boolean same = switch (expected) {
                case Expectation.Any any -> true;
                case Expectation.Failure f -> outcome instanceof StepOutcome.Failed g && f.errno() == g.errno();
                case Expectation.Fault f -> false;
                case Expectation.Values v ->
                    outcome instanceof StepOutcome.Returned r
                            && LogFacts.result(line).orElse(0) == r.value().word();
            };
            if (same) {
                return true;
            }
        }
        return false;
    }

    /** Reports a call that came out differently, and makes things as the log has them, so that what follows compares. */
    private void different(LogTask task, Line line) {
        Calls calls = task.calls;
        StepOutcome outcome = make(task, line);
        OptionalLong expected = LogFacts.result(line);
        Explanation why = Explanation.of(task, line, outcome, world);
        world.different(line, expectedText(line), outcome.toString(), why.fault(), why.because());
        if (!(outcome instanceof StepOutcome.Returned r)) {
            if (expected.isPresent() && line.name().equals("mmap")) {
                place(calls, line, expected.getAsLong(), Mman.MAP_FIXED);
            }
            return;
        }
        long actual = r.value().word();
        switch (line.name()) {
            case "mmap" -> {
                calls.munmap(actual, LogFacts.argument(line, 1));
                if (expected.isPresent()) {
                    place(calls, line, expected.getAsLong(), Mman.MAP_FIXED);
                }
            }
            case "mremap" -> {
                if (expected.isPresent() && actual != expected.getAsLong()) {
                    long size = LogFacts.argument(line, 2);
                    calls.mremap(actual, size, size, Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED, expected.getAsLong());
                }
            }
            case "brk" -> {
                if (expected.isPresent()) {
                    calls.brk(expected.getAsLong());
                }
            }
            default -> {}
        }
    }

    /** Says whether a mapping was placed where it was hinted, and in the log elsewhere. */
    private static boolean hintTaken(Line line, StepOutcome outcome) {
        return LogFacts.unplaced(line)
                && LogFacts.argument(line, 0) != 0
                && outcome instanceof StepOutcome.Returned r
                && r.value().word() == LogFacts.argument(line, 0);
    }

    private static long unhinted(Calls calls, Line line) {
        return calls.mmap(
                0,
                LogFacts.argument(line, 1),
                (int) LogFacts.argument(line, 2),
                (int) LogFacts.argument(line, 3),
                (int) LogFacts.argument(line, 4),
                LogFacts.argument(line, 5));
    }

    /** Says whether a successful mapping was asked for in the low 2 GiB, anywhere there. */
    private static boolean low(Line line) {
        return line.name().equals("mmap")
                && (LogFacts.argument(line, 3) & (Mman.MAP_32BIT | Mman.MAP_FIXED | Mman.MAP_FIXED_NOREPLACE))
                        == Mman.MAP_32BIT
                && LogFacts.result(line).isPresent();
    }

    private static long place(Calls calls, Line line, long address, long how) {
        return calls.mmap(
                address,
                LogFacts.argument(line, 1),
                (int) LogFacts.argument(line, 2),
                (int) (LogFacts.argument(line, 3) & ~Mman.MAP_32BIT | how),
                (int) LogFacts.argument(line, 4),
                LogFacts.argument(line, 5));
    }

    private static String expectedText(Line line) {
        OptionalLong word = LogFacts.result(line);
        if (word.isPresent()) {
            return Numbers.show(word.getAsLong());
        }
        return line.expectation()
                .map(e -> e.outcomes().getFirst() instanceof Expectation.Failure f
                        ? "-1 " + Errno.name(f.errno())
                        : e.text())
                .orElse("");
    }

    static String showResult(long result) {
        return StepOutcome.ofSyscall(result).toString();
    }

    /** Looks whether an access at the address of a signal would fault as it did. */
    void signal(LogTask task, WorkloadStep.Signal signal) {
        boolean fault = signal.signal().equals("SIGSEGV") && signal.code().startsWith("SEGV_");
        if (!fault) {
            return;
        }
        Calls calls = task.calls;
        String found = LogSignals.fault(calls, signal.address(), signal.code().equals("SEGV_PKUERR"));
        boolean mapped = !found.equals("SEGV_MAPERR");
        boolean same = signal.code().equals("SEGV_MAPERR") ? !mapped : !found.isEmpty();
        if (!same) {
            boolean seen = task.image.seen();
            world.different(
                    new Difference(
                            signal.number(),
                            signal.text(),
                            "SIGSEGV " + signal.code(),
                            found.isEmpty() ? "no fault" : "SIGSEGV " + found),
                    seen ? Blame.PINFOLD : Blame.LOG,
                    seen ? "" : "what was mapped when nobody looked decides this; record from the start and with -f");
        }
    }

    /** Returns an argument that is an address with a length, as the range that a call is about. */
    static long[] range(Line line) {
        long addr = LogFacts.argument(line, 0);
        long length = LogFacts.argument(line, 1);
        return new long[] {addr, length};
    }

    /** Says whether the log shows this call to have succeeded. */
    static boolean succeeded(Line line) {
        return LogFacts.result(line).isPresent();
    }

    /** Says whether the log shows this call to have failed with an error. */
    static boolean failed(Line line, int errno) {
        return errno(line) == errno;
    }

    /** Returns the error that the log shows, or 0. */
    static int errno(Line line) {
        return line.expectation().isPresent()
                        && line.expectation().get().outcomes().getFirst() instanceof Expectation.Failure f
                ? f.errno()
                : 0;
    }

    /** Says whether the log shows that something lay where a call wanted to map. */
    static boolean occupied(Line line) {
        return line.expectation()
                .map(e -> e.outcomes().getFirst() instanceof Expectation.Failure f && f.errno() == Errno.EEXIST)
                .orElse(false);
    }
}
