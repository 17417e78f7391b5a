package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Cuts a sequence that differs to one from which nothing can be left out without the difference going away, and makes
 * its arguments simpler where that keeps it.
 */
public final class Shrinker {
    private final Differ differ;
    private final int tasks;
    private final Divergence first;
    private Divergence best;
    private int budget;
    private final BooleanSupplier enough;

    /**
     * Makes a shrinker.
     *
     * @param differ what compares
     * @param tasks how many tasks exist from the start
     * @param first what is to be shrunk
     * @param budget how many sequences may be tried
     * @param enough asked before each, whether somebody wants it to end
     */
    public Shrinker(Differ differ, int tasks, Divergence first, int budget, BooleanSupplier enough) {
        this.differ = differ;
        this.tasks = tasks;
        this.first = first;
        this.best = first;
        this.budget = budget;
        this.enough = enough;
    }

    /** Returns the shortest sequence found; the one it was given, where that does not differ again. */
    public Divergence shrink() {
        if (!keep(first.ops())) {
            return first;
        }
        boolean shorter = true;
        while (shorter && budget > 0) {
            int before = best.ops().size();
            cut();
            cutDescriptors();
            cutUnderLimits();
            shortenTexts();
            simplify();
            shorter = best.ops().size() < before;
        }
        return best;
    }

    private void cut() {
        for (int size = Math.max(1, best.ops().size() / 2); size >= 1; size /= 2) {
            // From the end: what matters least often stands early, but what depends on it stands late.
            for (int from = best.ops().size() - size; from >= 0; from -= size) {
                List<Invocation> ops = new ArrayList<>(best.ops());
                int to = Math.min(from + size, ops.size());
                if (from < to) {
                    ops.subList(from, to).clear();
                    keep(ops);
                }
                from = Math.min(from, best.ops().size());
            }
        }
    }

    /** Leaves out calls that made a descriptor: later ones move down by one, and a copy is its original again. */
    private void cutDescriptors() {
        for (int i = best.ops().size() - 1; i >= 0; i--) {
            if (i < best.ops().size()
                    && best.outcomes().get(i).ok()
                    && makesDescriptor(best.ops().get(i))) {
                Invocation made = best.ops().get(i);
                long number = best.outcomes().get(i).value();
                List<Invocation> ops = new ArrayList<>(best.ops().subList(0, i));
                for (Invocation op : best.ops().subList(i + 1, best.ops().size())) {
                    ops.add(renumbered(op, number, made.call() == Syscall.DUP ? made.num(0) : number));
                }
                keep(ops);
            }
        }
    }

    /** Leaves out mappings that count towards a limit, or makes them a page long, and lowers the limit by as much. */
    private void cutUnderLimits() {
        for (int i = best.ops().size() - 1; i >= 0; i--) {
            if (i < best.ops().size() && best.ops().get(i).call() == Syscall.MMAP) {
                Invocation map = best.ops().get(i);
                long bytes = pageUp(map.num(1));
                if (!keep(lowered(best.ops(), i, List.of(), bytes)) && bytes > PAGE_SIZE) {
                    keep(lowered(best.ops(), i, List.of(map.withArg(1, new Arg.Num(PAGE_SIZE))), bytes - PAGE_SIZE));
                }
            }
        }
    }

    /** The operations with another instead of one, and every limit lower by so many bytes; nothing where there is none. */
    private static List<Invocation> lowered(List<Invocation> ops, int index, List<Invocation> instead, long bytes) {
        List<Invocation> changed = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < ops.size(); i++) {
            Invocation op = ops.get(i);
            if (i == index) {
                changed.addAll(instead);
                continue;
            }
            for (int a = 0; a < op.args().size(); a++) {
                if (op.args().get(a) instanceof Arg.Members l && l.words().getFirst() > bytes) {
                    List<Long> words = new ArrayList<>(l.words());
                    words.set(0, words.getFirst() - bytes);
                    op = op.withArg(a, new Arg.Members(words));
                    any = true;
                }
            }
            changed.add(op);
        }
        return any ? changed : List.of();
    }

    private static boolean makesDescriptor(Invocation op) {
        return switch (op.call()) {
            case MachineStep.FILE,
                    Syscall.OPEN,
                    Syscall.OPENAT,
                    Syscall.CREAT,
                    Syscall.DUP,
                    Syscall.MEMFD_CREATE,
                    Syscall.PIDFD_OPEN -> true;
            default -> false;
        };
    }

    private static Invocation renumbered(Invocation op, long gone, long instead) {
        Invocation changed = op;
        for (int a = 0; a < op.args().size() && a < op.call().params().size(); a++) {
            if (op.kind(a) == ParamKind.FD && op.num(a) >= gone) {
                changed = changed.withArg(a, new Arg.Num(op.num(a) == gone ? instead : op.num(a) - 1));
            }
        }
        return changed;
    }

    /** Writes less of what is written, the text and its length together. */
    private void shortenTexts() {
        for (int i = best.ops().size() - 1; i >= 0; i--) {
            for (int bytes : new int[] {1, 8, (int) PAGE_SIZE}) {
                Invocation op = i < best.ops().size() ? best.ops().get(i) : null;
                boolean writes = op != null && (op.call() == Syscall.WRITE || op.call() == Syscall.PWRITE64);
                if (op != null && writes && op.args().get(1) instanceof Arg.Text t && t.bytes().length > bytes) {
                    Arg text = new Arg.Text(Arrays.copyOf(t.bytes(), bytes));
                    if (replace(i, op.withArg(1, text).withArg(2, new Arg.Num(bytes)))) {
                        break;
                    }
                }
            }
        }
    }

    private void simplify() {
        for (int i = best.ops().size() - 1; i >= 0; i--) {
            for (int a = 0;
                    i < best.ops().size() && a < best.ops().get(i).args().size();
                    a++) {
                Invocation op = best.ops().get(i);
                for (Arg simpler : Simpler.than(op, a)) {
                    if (i < best.ops().size() && best.ops().get(i).equals(op) && replace(i, op.withArg(a, simpler))) {
                        break;
                    }
                }
            }
        }
    }

    private boolean replace(int index, Invocation op) {
        List<Invocation> ops = new ArrayList<>(best.ops());
        ops.set(index, op);
        return !Excluded.excludes(op) && keep(ops);
    }

    /** Tries a sequence and keeps it, cut behind the difference, where it still differs in the same way. */
    private boolean keep(List<Invocation> candidate) {
        List<Invocation> ops = Sanity.repaired(candidate, tasks);
        if (budget-- <= 0 || ops.isEmpty() || enough.getAsBoolean()) {
            return false;
        }
        Optional<Divergence> found;
        try {
            found = differ.careful(ops, tasks).difference();
        } catch (RuntimeException e) {
            return false;
        }
        if (found.isEmpty() || !found.get().like(first)) {
            return false;
        }
        if (found.get().ops().size() > best.ops().size()) {
            return false;
        }
        best = found.get();
        return true;
    }
}
