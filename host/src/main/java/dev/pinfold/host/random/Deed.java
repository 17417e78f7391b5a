package dev.pinfold.host.random;

/** Families of operations between which a {@link Profile} chooses. */
enum Deed {
    MMAP,
    MUNMAP,
    MPROTECT,
    MOVE,
    BRK,
    ADVISE,
    ADVISE_PLAIN,
    MSYNC,
    MINCORE,
    MLOCK,
    MLOCKALL,
    MSEAL,
    ODD,
    KEY,
    SWITCH,
    ACCESS,
    FILE_OPEN,
    MEMFD,
    FILE_SIZE,
    FILE_DATA,
    FILE_OTHER,
    SEAL,
    LIMIT,
    CHILD,
    EXIT,
    WAIT,
    REMOTE,
    ROW
}
