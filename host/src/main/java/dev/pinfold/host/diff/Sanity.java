package dev.pinfold.host.diff;

import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Syscall;
import dev.pinfold.mm.abi.Wait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes a sequence from which operations were cut one that can run: without orphans, without endless waits. */
final class Sanity {
    private Sanity() {}

    /** Returns the operations whose tasks exist, without waits for a task that has not ended. */
    static List<Invocation> repaired(List<Invocation> ops, int tasks) {
        Set<Integer> alive = new HashSet<>();
        Set<Integer> known = new HashSet<>();
        for (int i = 0; i < tasks; i++) {
            alive.add(i);
            known.add(i);
        }
        List<Invocation> kept = new ArrayList<>();
        for (Invocation op : ops) {
            if (!alive.contains(op.task()) || !waits(op, alive, known)) {
                continue;
            }
            if (op.creates() >= 0) {
                alive.add(op.creates());
                known.add(op.creates());
            }
            if (op.endsTask()) {
                alive.remove(op.task());
            }
            kept.add(op);
        }
        return kept;
    }

    private static boolean waits(Invocation op, Set<Integer> alive, Set<Integer> known) {
        for (Arg arg : op.args()) {
            if (arg instanceof Arg.Task t && !known.contains(t.index())) {
                return false;
            }
        }
        return op.call() != Syscall.WAIT4
                || (op.num(2) & Wait.WNOHANG) != 0
                || op.args().getFirst() instanceof Arg.Task t && !alive.contains(t.index());
    }
}
