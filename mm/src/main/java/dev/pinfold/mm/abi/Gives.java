package dev.pinfold.mm.abi;

/** What the value of a system call that went well is. */
public enum Gives {
    /** 0. */
    NOTHING,
    /** An address. */
    ADDRESS,
    /** A number of bytes. */
    BYTES,
    /** A position in a file. */
    OFFSET,
    /** A descriptor. */
    FD,
    /** The number of a task that exists. */
    TASK,
    /** The number of a task that the call made. */
    NEW_TASK,
    /** A protection key. */
    KEY,
    /** A number that depends on what was asked. */
    NUMBER,
    /** The call does not come back. */
    NEVER
}
