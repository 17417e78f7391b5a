package dev.pinfold.lab.run;

import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import java.util.List;
import java.util.Map;

/** Protection keys of user memory: calls and the two instructions. */
final class PkeyCalls {
    static final Map<String, Handler> HANDLERS = Map.of(
            "pkey_alloc",
            Handler.of((t, a) -> t.calls.pkeyAlloc(a.word(0), a.word(1))),
            "pkey_free",
            Handler.of((t, a) -> t.calls.pkeyFree(a.integer(0))),
            "pkey_mprotect",
            Handler.of((t, a) -> t.calls.pkeyMprotect(a.word(0), a.word(1), a.word(2), a.integer(3))),
            "rdpkru",
            (t, a) -> {
                long value = t.calls.rdpkru();
                return MachineTarget.ofAccess(t.calls, value);
            },
            "wrpkru",
            (t, a) -> {
                t.calls.wrpkru(a.word(0));
                return MachineTarget.ofAccess(t.calls, 0);
            });

    private PkeyCalls() {}

    /**
     * Says whether a workload can only be about a machine with protection keys: a key is given or used with success, or
     * refuses an access. Where nothing shows it there are none, as on most machines that logs come from.
     */
    static boolean shownBy(Workload workload) {
        return workload.calls().anyMatch(PkeyCalls::shows);
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
