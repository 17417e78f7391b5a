package dev.pinfold.lab.exec;

import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.Signal;
import java.util.Optional;

/** The flags that {@code clone} and {@code clone3} are called with, however strace or a person writes them. */
public final class CloneFlags {
    private CloneFlags() {}

    /** Returns the flags of a line; those of a child where it has none. */
    public static long of(Arguments a) throws WorkloadException, Meeting.Nobody {
        Optional<Expr> flags = a.key("flags");
        if (flags.isPresent()) {
            return a.word(flags.get());
        }
        return a.count() > 0 && Expr.plain(a.expr(0)) instanceof Expr.Num ? a.word(0) : Signal.SIGCHLD;
    }
}
