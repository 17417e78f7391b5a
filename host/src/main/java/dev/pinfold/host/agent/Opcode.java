package dev.pinfold.host.agent;

/** What an operation of the agent does; its number is that of {@code agent.h}. */
public enum Opcode {
    /** Nothing. */
    NOP(0),
    /** A system call: its number, six arguments. */
    SYSCALL(1),
    /** Address, size of 1, 2, 4 or 8 bytes: what is there. */
    LOAD(2),
    /** Address, value, size. */
    STORE(3),
    /** Address: one instruction fetch. */
    EXEC(4),
    /** Address, old, new, size: what was there. */
    CAS(5),
    /** Address, length, byte. */
    FILL(6),
    /** Address, length, byte: 0 when all bytes are so, or 1 + the offset of the first that is not. */
    CHECK(7),
    /** Address, length, 1 to write: one access per page. */
    TOUCH(8),
    /** Flags of clone, slot of the new task: its pid. */
    CLONE(9),
    /** Number of exit or exit_group, status. */
    EXIT(10),
    /** Offset in the data area, room there, pages looked at per mapping, 1 to hash them: bytes written. */
    SNAPSHOT(11),
    /** Count, operations in the body that follows: nanoseconds; aux counts operations that failed. */
    LOOP(12),
    /** A fork whose child exits at once, and the wait for it. */
    FORK_EXIT(13),
    /** Address, length, offset in the data area: copies user memory there; aux counts bytes before a fault. */
    COPY(14),
    /** Descriptor: hash of the file's contents; aux is its size, or -errno. */
    HASH_FD(15),
    /** Number of a CPU: the task stays there. */
    PIN_CPU(16),
    /** Address, length, offset in the data area: copies from there to user memory. */
    PUT(17),
    /** The task goes on in a new, empty address space. */
    EXECVE(18),
    /** The rights to protection keys. */
    RDPKRU(19),
    /** Value: sets them. Key 0 is that of the agent's own memory. */
    WRPKRU(20);

    private final int number;

    Opcode(int number) {
        this.number = number;
    }

    /** Returns the number by which the agent knows it. */
    int number() {
        return number;
    }
}
