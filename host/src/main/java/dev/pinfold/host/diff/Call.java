package dev.pinfold.host.diff;

import static dev.pinfold.host.diff.Param.*;

import java.util.List;

/** A call that both sides can be asked for: its name, its number where it is a system call, and its parameters. */
public enum Call {
    MMAP("mmap", 9, ADDR, SIZE, PROT, MAP, FD, OFF),
    MUNMAP("munmap", 11, ADDR, SIZE),
    MPROTECT("mprotect", 10, ADDR, SIZE, PROT),
    MREMAP("mremap", 25, ADDR, SIZE, SIZE, Param.MREMAP, ADDR),
    BRK("brk", 12, ADDR),
    MADVISE("madvise", 28, ADDR, SIZE, ADVICE),
    MSYNC("msync", 26, ADDR, SIZE, MS),
    MINCORE("mincore", 27, ADDR, SIZE, VECTOR),
    MLOCK("mlock", 149, ADDR, SIZE),
    MLOCK2("mlock2", 325, ADDR, SIZE, Param.MLOCK),
    MUNLOCK("munlock", 150, ADDR, SIZE),
    MLOCKALL("mlockall", 151, MCL),
    MUNLOCKALL("munlockall", 152),
    MSEAL("mseal", 462, ADDR, SIZE, INT),
    PKEY_MPROTECT("pkey_mprotect", 329, ADDR, SIZE, PROT, INT),
    PKEY_ALLOC("pkey_alloc", 330, INT, INT),
    PKEY_FREE("pkey_free", 331, INT),
    REMAP_FILE_PAGES("remap_file_pages", 216, ADDR, SIZE, PROT, INT, MAP),
    PROCESS_VM_READV("process_vm_readv", 310, TASK, RANGES, INT, RANGES, INT, INT),
    PROCESS_VM_WRITEV("process_vm_writev", 311, TASK, RANGES, INT, RANGES, INT, INT),
    PROCESS_MADVISE("process_madvise", 440, TASK, RANGES, INT, ADVICE, INT),
    PRCTL("prctl", 157, Param.PRCTL, INT, INT, INT, INT),
    GETRLIMIT("getrlimit", 97, RESOURCE, LIMIT_OUT),
    SETRLIMIT("setrlimit", 160, RESOURCE, LIMIT_IN),
    PRLIMIT64("prlimit64", 302, TASK, RESOURCE, LIMIT_IN, LIMIT_OUT),

    OPEN("open", 2, PATH, OPENFLAGS, MODE),
    CREAT("creat", 85, PATH, MODE),
    CLOSE("close", 3, FD),
    DUP("dup", 32, FD),
    DUP2("dup2", 33, FD, FD),
    DUP3("dup3", 292, FD, FD, OPENFLAGS),
    MEMFD_CREATE("memfd_create", 319, NAME, MFD),
    TRUNCATE("truncate", 76, PATH, OFF),
    FTRUNCATE("ftruncate", 77, FD, OFF),
    FALLOCATE("fallocate", 285, FD, FALLOC, OFF, OFF),
    PREAD64("pread64", 17, FD, BUFFER_OUT, SIZE, OFF),
    PWRITE64("pwrite64", 18, FD, BUFFER_IN, SIZE, OFF),
    READ("read", 0, FD, BUFFER_OUT, SIZE),
    WRITE("write", 1, FD, BUFFER_IN, SIZE),
    READV("readv", 19, FD, RANGES, INT),
    WRITEV("writev", 20, FD, RANGES, INT),
    PREADV("preadv", 295, FD, RANGES, INT, OFF),
    PWRITEV("pwritev", 296, FD, RANGES, INT, OFF),
    PREADV2("preadv2", 327, FD, RANGES, INT, OFF, RWF),
    PWRITEV2("pwritev2", 328, FD, RANGES, INT, OFF, RWF),
    LSEEK("lseek", 8, FD, OFF, SEEK),
    FSYNC("fsync", 74, FD),
    FDATASYNC("fdatasync", 75, FD),
    UNLINK("unlink", 87, PATH),
    FCNTL("fcntl", 72, FD, Param.FCNTL, SEALS),

    FORK("fork", 57),
    VFORK("vfork", 58),
    CLONE("clone", 56, Param.CLONE),
    EXECVE("execve", 59, NAME, INT, INT),
    EXIT("exit", 60, INT),
    EXIT_GROUP("exit_group", 231, INT),
    WAIT4("wait4", 61, TASK, STATUS, WAIT, INT),
    GETPID("getpid", 39),

    FILE("file", -1, NAME, SIZE, FS),
    LOAD("load", -1, ADDR, WIDTH),
    STORE("store", -1, ADDR, INT, WIDTH),
    CAS("cas", -1, ADDR, INT, INT, WIDTH),
    FILL("fill", -1, ADDR, SIZE, INT),
    CHECK("check", -1, ADDR, SIZE, INT),
    TOUCH("touch", -1, ADDR, SIZE, PROT),
    EXEC("exec", -1, ADDR),
    RDPKRU("rdpkru", -1),
    WRPKRU("wrpkru", -1, INT);

    private final String text;
    private final int number;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Param> params;

    Call(String text, int number, Param... params) {
        this.text = text;
        this.number = number;
        this.params = List.of(params);
    }

    /** Returns the call's name in the workload language. */
    public String text() {
        return text;
    }

    /** Returns the number of the system call, or -1. */
    public int number() {
        return number;
    }

    /** Returns the parameters in order. */
    public List<Param> params() {
        return params;
    }

    /** Returns whether the call's value is the pid of a task. */
    public boolean givesTask() {
        return this == FORK || this == VFORK || this == CLONE || this == WAIT4 || this == GETPID;
    }

    /** Returns whether the call's value is an address. */
    public boolean givesAddress() {
        return this == MMAP || this == MREMAP || this == BRK;
    }

    /** Returns whether the call creates a task. */
    public boolean createsTask() {
        return this == FORK || this == VFORK || this == CLONE;
    }

    /** Returns whether the call ends its task. */
    public boolean endsTask() {
        return this == EXIT || this == EXIT_GROUP;
    }

    /** Returns whether it is an access that user code makes, and so may raise a signal. */
    public boolean access() {
        return switch (this) {
            case LOAD, STORE, CAS, FILL, CHECK, TOUCH, EXEC, RDPKRU, WRPKRU -> true;
            default -> false;
        };
    }
}
