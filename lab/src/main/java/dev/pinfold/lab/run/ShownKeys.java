package dev.pinfold.lab.run;

import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import java.util.List;

/** Whether a workload says by itself that its machine has protection keys. */
final class ShownKeys {
    private ShownKeys() {}

    /**
     * Says whether a workload can only be about a machine with protection keys: a key is given or used with success, or
     * refuses an access. Where nothing shows it there are none, as on most machines that logs come from.
     */
    static boolean in(Workload workload) {
        return workload.calls().anyMatch(ShownKeys::shows);
    }

    private static boolean shows(Line line) {
        List<Expectation.Outcome> outcomes =
                line.expectation().map(Expectation::outcomes).orElse(List.of());
        if (outcomes.stream()
                .anyMatch(o -> o instanceof Expectation.Fault f && f.code().equals("SEGV_PKUERR"))) {
            return true;
        }
        boolean succeeds = line.expectation().map(e -> !e.onlyFailures()).orElse(true);
        return succeeds
                && switch (line.name()) {
                    case "pkey_alloc", "pkey_free", "rdpkru", "wrpkru" -> true;
                    // With key -1 it is mprotect, with another machines without keys have none to give.
                    case "pkey_mprotect" ->
                        line.arguments().size() == 4 && !none(line.arguments().get(3));
                    default -> false;
                };
    }

    private static boolean none(Expr key) {
        return Expr.plain(key) instanceof Expr.Minus m && m.value() instanceof Expr.Num n && n.value() == 1
                || Expr.plain(key) instanceof Expr.Num all && (int) all.value() == -1;
    }
}
