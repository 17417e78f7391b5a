package dev.pinfold.mm.fault;

import dev.pinfold.mm.abi.Siginfo;
import dev.pinfold.mm.abi.Signal;

/**
 * How an access is asked for, and how the fault it takes may end.
 *
 * <p>A fault that could not be resolved is a signal for the program: {@code signal << 8 | si_code}, never 0.
 */
public final class Fault {
    // --- what for ---------------------------------------------------------------------------------------------------

    /** A load. */
    public static final int READ = 0;
    /** A store. */
    public static final int WRITE = 1;
    /** An instruction fetch. */
    public static final int EXEC = 2;
    /** On behalf of a walker that pins or copies pages, not of an instruction: {@code FAULT_FLAG_REMOTE}. */
    public static final int REMOTE = 4;
    /** Make a page that others share the mapping's own, without the right to write: {@code FAULT_FLAG_UNSHARE}. */
    public static final int UNSHARE = 8;
    /** The caller holds only the VMA's lock: {@code FAULT_FLAG_VMA_LOCK}. */
    static final int VMA_LOCK = 16;

    /** The processor refused the access for the key of the entry it found: {@code X86_PF_PK}. */
    public static final int BY_KEY = 32;

    // --- signals ----------------------------------------------------------------------------------------------------

    /** SIGILL ILL_ILLOPN: an instruction that this machine does not have. Its address is where the program is. */
    public static final int ILL_OPERAND = Signal.SIGILL << 8 | Siginfo.ILL_ILLOPN;

    /** SIGSEGV SEGV_MAPERR: nothing is mapped there, or a guard page. */
    public static final int MAPERR = Signal.SIGSEGV << 8 | Siginfo.SEGV_MAPERR;
    /** SIGSEGV SEGV_ACCERR: the mapping forbids the access. */
    public static final int ACCERR = Signal.SIGSEGV << 8 | Siginfo.SEGV_ACCERR;
    /** SIGSEGV SEGV_PKUERR: the protection key of the memory forbids the access. */
    public static final int PKUERR = Signal.SIGSEGV << 8 | Siginfo.SEGV_PKUERR;
    /** SIGSEGV SI_KERNEL: the address is not canonical; {@code si_addr} is 0. */
    public static final int SEGV_KERNEL = Signal.SIGSEGV << 8 | Siginfo.SI_KERNEL;
    /** SIGBUS BUS_ADRERR: beyond the end of the file, or the store has no room. */
    public static final int ADRERR = Signal.SIGBUS << 8 | Siginfo.BUS_ADRERR;
    /** SIGBUS BUS_MCEERR_AR: the memory behind the address has failed. */
    public static final int BUS_MCEERR = Signal.SIGBUS << 8 | Siginfo.BUS_MCEERR_AR;
    /** SIGKILL: no frame was left, and this task is the one that Linux's out-of-memory killer ends. */
    public static final int OOM_KILL = Signal.SIGKILL << 8 | Siginfo.SI_KERNEL;

    /** The kernel itself reached memory under a protection key that is closed to it: the access was refused. */
    public static final int PKS_FAULT = 64 << 8;
    /** The kernel itself reached an address of its own where nothing is. */
    public static final int KERNEL_OOPS = 65 << 8;
    /** The kernel found that it does what it must not ({@code BUG()}): the operation was refused. */
    public static final int KERNEL_BUG = 66 << 8;

    // --- outcomes inside this package: VM_FAULT_* -------------------------------------------------------------------

    /** The entry is in place, or the access is worth trying again. */
    static final int DONE = 0;
    /** Not possible under the VMA's lock alone: take the mmap lock and come again ({@code VM_FAULT_RETRY}). */
    static final int RETRY = 1;

    static final int OOM = 2;
    static final int BUS = 3;
    /** Memory that has failed ({@code VM_FAULT_HWPOISON}). */
    static final int HWPOISON = 5;
    /** A guard page ({@code VM_FAULT_SIGSEGV}). */
    static final int SEGV = 4;
    /** No huge page: try a small one ({@code VM_FAULT_FALLBACK}). */
    static final int FALLBACK = 6;

    private Fault() {}

    /** The signal for an outcome that is not DONE or RETRY. */
    static int signal(int outcome) {
        return switch (outcome) {
            case OOM -> OOM_KILL;
            case BUS -> ADRERR;
            case HWPOISON -> BUS_MCEERR;
            default -> MAPERR;
        };
    }
}
