package dev.pinfold.mm.fault;

/** How a fault ended: {@code vm_fault_t}, and what x86 refuses before anybody is asked. */
public enum Outcome {
    /** The entry is in place, or the access is worth trying again. */
    DONE(0),
    /** Not possible under the VMA's lock alone: take the mmap lock and come again ({@code VM_FAULT_RETRY}). */
    RETRY(0),
    /** Not with an entry of this size: try a smaller one ({@code VM_FAULT_FALLBACK}). */
    FALLBACK(0),
    /** No frame ({@code VM_FAULT_OOM}). */
    OOM(Fault.OOM_KILL),
    /** Beyond the file's end, or no room in it ({@code VM_FAULT_SIGBUS}). */
    BUS(Fault.ADRERR),
    /** Memory that has failed ({@code VM_FAULT_HWPOISON}). */
    HWPOISON(Fault.BUS_MCEERR),
    /** Nothing is mapped there, or a guard page ({@code VM_FAULT_SIGSEGV}). */
    SEGV(Fault.MAPERR),
    /** The mapping forbids the access. */
    FORBIDDEN(Fault.ACCERR),
    /** The mapping's protection key forbids the access. */
    FORBIDDEN_BY_KEY(Fault.PKUERR),
    /** The address is not canonical. */
    NOT_CANONICAL(Fault.SEGV_KERNEL);

    private final int signal;

    Outcome(int signal) {
        this.signal = signal;
    }

    /** What the program gets, as {@link Fault} says; 0 where the access is tried again. */
    public int signal() {
        return signal;
    }
}
