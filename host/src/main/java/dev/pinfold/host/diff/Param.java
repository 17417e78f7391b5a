package dev.pinfold.host.diff;

/** What a parameter of a {@link Call} takes; decides how an argument is passed on and how it is printed. */
public enum Param {
    /** An address of the task. */
    ADDR,
    /** A number of bytes. */
    SIZE,
    /** A plain number. */
    INT,
    /** How many bytes an access takes: 1, 2, 4 or 8. */
    WIDTH,
    /** A file offset or size. */
    OFF,
    /** A descriptor. */
    FD,
    PROT,
    MAP,
    MREMAP,
    ADVICE,
    MS,
    MLOCK,
    MCL,
    OPENFLAGS,
    MFD,
    FALLOC,
    SEEK,
    RWF,
    FCNTL,
    SEALS,
    WAIT,
    CLONE,
    RESOURCE,
    /** An option of prctl that is about memory. */
    PRCTL,
    /** Permissions of a new file, octal. */
    MODE,
    /** The name of a file as the workload knows it. */
    PATH,
    /** A name that is no path. */
    NAME,
    /** The kind of file system: 0 disk, 1 tmpfs. */
    FS,
    /** A task. */
    TASK,
    /** A user buffer, or a string: the data. */
    BUFFER_IN,
    /** A user buffer, or room of the driver's. */
    BUFFER_OUT,
    /** The vector of mincore. */
    VECTOR,
    LIMIT_IN,
    LIMIT_OUT,
    /** Where wait4 puts the status. */
    STATUS,
    /** A list of address ranges. */
    RANGES
}
