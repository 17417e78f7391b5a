package dev.pinfold.lab.log;

import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadStep;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.Mman;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a log tells of the machine that it was recorded on. */
final class LogFacts {
    private static final long HUGE = 2L << 20;
    /** Heaps that lie further apart are not the same. */
    private static final long HEAP = 16L << 30;

    private static final Set<String> IDENTITY = Set.of("getuid", "geteuid", "setuid", "setresuid");

    private static final Set<String> LOCKS = Set.of("mlock", "mlock2", "mlockall");

    private final Workload log;
    private final boolean root;

    private LogFacts(Workload log, boolean root) {
        this.log = log;
        this.root = root;
    }

    static LogFacts of(Workload log) {
        boolean root = log.calls()
                .filter(line -> IDENTITY.contains(line.name()))
                .findFirst()
                .map(line -> result(line).orElse(-1) == 0)
                .orElse(false);
        return new LogFacts(log, root || lockedFreely(log));
    }

    /** Says whether the log locks memory and never meets a limit. */
    private static boolean lockedFreely(Workload log) {
        List<Line> locks =
                log.calls().filter(line -> LOCKS.contains(line.name())).toList();
        return !locks.isEmpty() && locks.stream().allMatch(line -> result(line).isPresent());
    }

    /**
     * Returns a machine like the one of the log: whose user the program was is asked of the log, and memory is never
     * short, as nobody knows how much there was.
     */
    MachineConfig config() {
        return MachineConfig.defaults()
                .withMemory(LogRun.MEMORY)
                .withOvercommit(1)
                .withPrivileged(root);
    }

    /**
     * Returns the lowest end of the heap that the log shows of an address space that it joins late; the heap begins there or
     * below.
     *
     * @param first the first brk that it shows
     */
    long lowestHeap(Line first) {
        long lowest = result(first).orElseThrow();
        long near = lowest;
        List<WorkloadStep> steps = log.steps();
        for (int i = steps.indexOf(first) + 1; i < steps.size(); i++) {
            if (!(steps.get(i) instanceof Line line)) {
                continue;
            }
            if (line.task() == first.task()
                    && line.name().equals("execve")
                    && result(line).orElse(-1) == 0) {
                break;
            }
            if (line.name().equals("brk")) {
                long end = result(line).orElse(near);
                lowest = end < lowest && near - end < HEAP ? end : lowest;
            }
        }
        return pageDown(lowest);
    }

    /** Returns the word a line says came back, or nothing where it says something else. */
    static OptionalLong result(Line line) {
        Optional<Expectation> e = line.expectation();
        if (e.isPresent()
                && e.get().outcomes().getFirst() instanceof Expectation.Values v
                && v.slots().getFirst().equals().size() == 1) {
            return constant(v.slots().getFirst().equals().getFirst());
        }
        return OptionalLong.empty();
    }

    /** Returns the value of an expression without names. */
    static OptionalLong constant(Expr expr) {
        return switch (Expr.plain(expr)) {
            case Expr.Num n -> OptionalLong.of(n.value());
            case Expr.Const c -> OptionalLong.of(c.value());
            case Expr.Minus m -> {
                OptionalLong v = constant(m.value());
                yield v.isPresent() ? OptionalLong.of(-v.getAsLong()) : v;
            }
            case Expr.Binary b -> {
                OptionalLong left = constant(b.left());
                OptionalLong right = constant(b.right());
                if (left.isEmpty() || right.isEmpty()) {
                    yield OptionalLong.empty();
                }
                long x = left.getAsLong();
                long y = right.getAsLong();
                yield OptionalLong.of(
                        switch (b.operator()) {
                            case '+' -> x + y;
                            case '-' -> x - y;
                            case '*' -> x * y;
                            case '|' -> x | y;
                            default -> x << y;
                        });
            }
            default -> OptionalLong.empty();
        };
    }

    /** Returns an argument's word, 0 where it is none. */
    static long argument(Line line, int index) {
        return constant(expr(line, index)).orElse(0);
    }

    /** Returns an argument as it stands, 0 where somebody cut the call. */
    static Expr expr(Line line, int index) {
        return index < line.arguments().size() ? line.arguments().get(index) : new Expr.Num(0, 0, "0");
    }

    /** Returns the value of {@code key=value}, wherever it stands among the arguments or in a structure of theirs. */
    static Optional<Expr> key(Line line, String key) {
        for (Expr argument : line.arguments()) {
            if (argument instanceof Expr.KeyValue k && k.key().equals(key)) {
                return Optional.of(k.value());
            }
            Optional<Expr> member = Expr.member(argument, key);
            if (member.isPresent()) {
                return member;
            }
        }
        return Optional.empty();
    }

    /** Says whether a line is a successful mmap for whose place the kernel was free to choose. */
    static boolean unplaced(Line line) {
        return line.name().equals("mmap")
                && (argument(line, 3) & (Mman.MAP_FIXED | Mman.MAP_FIXED_NOREPLACE | Mman.MAP_32BIT)) == 0
                && result(line).isPresent()
                && argument(line, 0) != result(line).getAsLong();
    }

    /** Says whether the kernel chose what a successful line gave: an unplaced mapping, or one moved somewhere. */
    static boolean chosen(Line line) {
        boolean moved = line.name().equals("mremap")
                && (argument(line, 3) & Mman.MREMAP_FIXED) == 0
                && result(line).isPresent()
                && result(line).getAsLong() != argument(line, 0);
        return moved || unplaced(line);
    }

    static long roundUp(long length) {
        return pageUp(length);
    }

    /**
     * Returns the top of the mapping area of an address space, from the first mapping that the kernel placed in it: that
     * mapping's end, as the kernel fills the area from above. Where the mapping is aligned for huge pages there may be
     * room between its end and the top, which later mappings show.
     *
     * @param first the first line of the address space that {@link #unplaced} holds for
     */
    long mmapTop(Line first) {
        return topAbove(first, result(first).orElseThrow(), argument(first, 1));
    }

    /** As {@link #mmapTop}, of a mapping made by whatever line. */
    long topAbove(Line first, long start, long length) {
        long end = start + roundUp(length);
        long top = end;
        if (length < HUGE) {
            return top;
        }
        List<WorkloadStep> steps = log.steps();
        for (int i = steps.indexOf(first) + 1; i < steps.size(); i++) {
            if (!(steps.get(i) instanceof Line line) || line.task() != first.task()) {
                continue;
            }
            if (line.name().equals("execve") && result(line).orElse(-1) == 0) {
                return top;
            }
            if (unplaced(line)) {
                long other = result(line).getAsLong();
                if (Long.compareUnsigned(other, end) >= 0 && other - end < HUGE) {
                    top = Math.max(top, other + roundUp(argument(line, 1)));
                }
            }
        }
        return top;
    }
}
