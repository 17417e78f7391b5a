package dev.pinfold.mm.fault;

import dev.pinfold.mm.abi.Siginfo;
import dev.pinfold.mm.abi.Signal;

/** The signals that a fault may end in, for the program: {@code signal << 8 | si_code}, never 0. */
public final class Fault {
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

    private Fault() {}
}
