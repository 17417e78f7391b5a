package dev.pinfold.lab.log;

import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import java.util.Optional;
import java.util.OptionalLong;

/** Follows the limits of a log's processes: those that it shows are taken over, those that it sets are set. */
final class LogLimits {
    private LogLimits() {}

    static void follow(LogTask task, Line line) {
        if (LogFacts.result(line).orElse(-1) != 0) {
            return;
        }
        boolean other = line.name().equals("prlimit64");
        long pid = other ? LogFacts.argument(line, 0) : 0;
        if (pid != 0 && !Long.toString(pid).equals(task.name)) {
            return;
        }
        int resource = (int) LogFacts.argument(line, other ? 1 : 0);
        switch (line.name()) {
            case "prlimit64" -> {
                set(task, resource, line, 3);
                set(task, resource, line, 2);
            }
            default -> set(task, resource, line, 1);
        }
    }

    private static void set(LogTask task, int resource, Line line, int index) {
        if (index >= line.arguments().size()) {
            return;
        }
        Expr limit = line.arguments().get(index);
        Optional<OptionalLong> soft = Expr.member(limit, "rlim_cur").map(LogFacts::constant);
        Optional<OptionalLong> hard = Expr.member(limit, "rlim_max").map(LogFacts::constant);
        if (soft.isPresent()
                && hard.isPresent()
                && soft.get().isPresent()
                && hard.get().isPresent()) {
            task.calls.setrlimit(
                    resource, new long[] {soft.get().getAsLong(), hard.get().getAsLong()});
        }
    }
}
