package dev.pinfold.lab.calls;

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
}
