package dev.pinfold.lab.log;

import dev.pinfold.mm.Calls;
import dev.pinfold.mm.abi.Siginfo;

/** Finds out how an access at an address faults. */
final class LogSignals {
    /** Rights to protection keys that forbid any access with any of them. */
    private static final long EVERY_KEY = 0x5555_5555L;

    private LogSignals() {}

    /**
     * Tries a read, a write and an instruction fetch, none of which changes a byte.
     *
     * @param byKey whether a protection key forbade it; the log does not show what the program was allowed to do with it
     * @return the code of the first that faults, or an empty string where all are allowed
     */
    static String fault(Calls calls, long address, boolean byKey) {
        long rights = calls.rdpkru();
        calls.wrpkru(byKey ? EVERY_KEY : 0);
        String found = fault(calls, address);
        calls.wrpkru(rights);
        return found;
    }

    private static String fault(Calls calls, long address) {
        calls.load(address, 1);
        if (calls.fault() == 0) {
            calls.touch(address, 1, true);
        }
        if (calls.fault() == 0) {
            calls.exec(address);
        }
        long fault = calls.fault();
        return fault == 0 ? "" : (fault & 0xff) == Siginfo.SEGV_MAPERR ? "SEGV_MAPERR" : "SEGV_ACCERR";
    }
}
