package dev.pinfold.host.agent;

/** What an operation of the agent does; its number is its place here. */
public enum Opcode {
    /** Nothing. */
    NOP,
    /** A system call: its number, six arguments. */
    SYSCALL,
    /** Address, size of 1, 2, 4 or 8 bytes: what is there. */
    LOAD,
    /** Address, value, size. */
    STORE,
    /** Address: one instruction fetch. */
    EXEC,
    /** Address, old, new, size: what was there. */
    CAS,
    /** Address, length, byte. */
    FILL,
    /** Address, length, byte: 0 when all bytes are so, or 1 + the offset of the first that is not. */
    CHECK,
    /** Address, length, 1 to write: one access per page. */
    TOUCH,
    /** Flags of clone, slot of the new task: its pid. */
    CLONE,
    /** Number of exit or exit_group, status. */
    EXIT,
    /** Offset in the data area, room there, pages looked at per mapping, 1 to hash them: bytes written. */
    SNAPSHOT,
    /** Count, operations in the body that follows: nanoseconds; aux counts operations that failed. */
    LOOP,
    /** A fork whose child exits at once, and the wait for it. */
    FORK_EXIT,
    /** Address, length, offset in the data area: copies user memory there; aux counts bytes before a fault. */
    COPY,
    /** Descriptor: hash of the file's contents; aux is its size, or -errno. */
    HASH_FD,
    /** Number of a CPU: the task stays there. */
    PIN_CPU,
    /** Address, length, offset in the data area: copies from there to user memory. */
    PUT
}
