package dev.pinfold.lab.log;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.lab.lang.CallCatalogue;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Syscall;
import dev.pinfold.mm.sync.Lent;

/** Makes a log's memory calls with the words that the log shows; gives what the system call instruction returns. */
final class LogCalls {
    private static final int REGISTERS = 6;
    private static final int MOST_PAGES = 1 << 24;

    private LogCalls() {}

    static long make(Calls calls, Line line) {
        Syscall call = CallCatalogue.syscall(line.name()).orElseThrow();
        long[] r = new long[REGISTERS];
        for (int i = 0; i < Math.min(REGISTERS, call.params().size()); i++) {
            boolean answers = call.params().get(i).kind() == ParamKind.PAGES_OUT
                    && Expr.plain(LogFacts.expr(line, i)) instanceof Expr.Array;
            if (answers) {
                calls.lend(new byte[(int) Math.min(MOST_PAGES, pageUp(r[i - 1]) >>> PAGE_SHIFT)]);
            }
            r[i] = answers ? Lent.START : LogFacts.argument(line, i);
        }
        return calls.syscall(call.number(), r[0], r[1], r[2], r[3], r[4], r[5]);
    }
}
