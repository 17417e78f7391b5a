package dev.pinfold.mm.table;

/** What a program does with memory, as the processor tells it to whoever resolves the fault. */
public enum Access {
    /** A load. */
    READ,
    /** A store. */
    WRITE,
    /** An instruction fetch. Protection keys do not concern it. */
    EXEC
}
