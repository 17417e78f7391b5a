package dev.pinfold.mm;

import dev.pinfold.mm.fault.Fault;

/** An access that the program would have been sent a signal for. */
public final class MemoryFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int signal;
    private final int code;
    private final long address;
    private final int pkey;

    /** A fault as the raw calls give it: {@code signal << 8 | si_code}. */
    MemoryFault(long fault, long address, int pkey) {
        super(describe(fault) + " at 0x" + Long.toHexString(address) + (isKeys(fault) ? ", key " + pkey : ""));
        this.signal = (int) (fault >>> 8);
        this.code = (int) (fault & 0xff);
        this.address = address;
        this.pkey = isKeys(fault) ? pkey : -1;
    }

    private static boolean isKeys(long fault) {
        return fault == Fault.PKUERR;
    }

    /** The signal's number: SIGILL is 4, SIGBUS 7, SIGKILL 9, SIGSEGV 11. */
    public int signal() {
        return signal;
    }

    /** {@code si_code}: of SIGSEGV 1 MAPERR, 2 ACCERR, 4 PKUERR, 128 SI_KERNEL; of SIGBUS 2 ADRERR, 4 MCEERR_AR. */
    public int code() {
        return code;
    }

    /** {@code si_addr}: the address that was accessed, 0 for one that is not canonical. */
    public long address() {
        return address;
    }

    /** {@code si_pkey}: the protection key that forbade the access; -1 unless the code is PKUERR. */
    public int pkey() {
        return pkey;
    }

    /** The fault as workloads and strace write it, {@code SIGSEGV SEGV_MAPERR}. */
    public static String describe(long fault) {
        int code = (int) (fault & 0xff);
        return switch ((int) (fault >>> 8)) {
            case 4 -> code == 2 ? "SIGILL ILL_ILLOPN" : "SIGILL code " + code;
            case 7 ->
                "SIGBUS "
                        + switch (code) {
                            case 1 -> "BUS_ADRALN";
                            case 2 -> "BUS_ADRERR";
                            case 4 -> "BUS_MCEERR_AR";
                            case 5 -> "BUS_MCEERR_AO";
                            default -> "code " + code;
                        };
            case 9 -> "SIGKILL";
            case 11 ->
                "SIGSEGV "
                        + switch (code) {
                            case 1 -> "SEGV_MAPERR";
                            case 2 -> "SEGV_ACCERR";
                            case 4 -> "SEGV_PKUERR";
                            case 128 -> "SI_KERNEL";
                            default -> "code " + code;
                        };
            case Fault.PKS_FAULT >>> 8 -> "PKS_FAULT";
            case Fault.KERNEL_OOPS >>> 8 -> "OOPS";
            case Fault.KERNEL_BUG >>> 8 -> "BUG";
            default -> "signal " + (fault >>> 8) + " code " + code;
        };
    }
}
