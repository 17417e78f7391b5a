package dev.pinfold.lab.run;

import dev.pinfold.mm.Calls;

/** Finds out how an access at an address faults. */
final class LogSignals {
    private static final int MAPERR = 1;

    private LogSignals() {}

    /**
     * Tries a read, a write and an instruction fetch, none of which changes a byte.
     *
     * @return the code of the first that faults, or an empty string where all are allowed
     */
    static String fault(Calls calls, long address) {
        calls.load(address, 1);
        if (calls.fault() == 0) {
            calls.touch(address, 1, true);
        }
        if (calls.fault() == 0) {
            calls.exec(address);
        }
        long fault = calls.fault();
        return fault == 0 ? "" : (fault & 0xff) == MAPERR ? "SEGV_MAPERR" : "SEGV_ACCERR";
    }
}
