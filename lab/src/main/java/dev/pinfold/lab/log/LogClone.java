package dev.pinfold.lab.log;

import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.mm.abi.Sched;
import java.util.Optional;

/** The flags of a clone as strace prints them. */
final class LogClone {
    /** What matters to memory and descriptors; the others concern what no machine of Pinfold's has. */
    static final long KEPT = Sched.CLONE_VM
            | Sched.CLONE_FS
            | Sched.CLONE_FILES
            | Sched.CLONE_SIGHAND
            | Sched.CLONE_VFORK
            | Sched.CLONE_THREAD
            | 0xff;

    /** What makes a thread. */
    static final long THREAD =
            Sched.CLONE_VM | Sched.CLONE_FS | Sched.CLONE_FILES | Sched.CLONE_SIGHAND | Sched.CLONE_THREAD;

    private LogClone() {}

    /** Returns the flags, with the exit signal that clone3 has beside them. */
    static long flags(Line line) {
        Optional<Expr> flags = LogFacts.key(line, "flags");
        if (flags.isPresent()) {
            long signal = LogFacts.key(line, "exit_signal")
                    .map(e -> LogFacts.constant(e).orElse(0))
                    .orElse(0L);
            return LogFacts.constant(flags.get()).orElse(0) | signal;
        }
        boolean clone3 = line.name().equals("clone3");
        if (clone3 || line.arguments().isEmpty()) {
            // Raw arguments: the structure was not printed. Only threads are made so often that a guess is any good.
            return THREAD;
        }
        return LogFacts.argument(line, 0);
    }
}
