package dev.pinfold.mm.abi;

import static dev.pinfold.mm.abi.Param.address;
import static dev.pinfold.mm.abi.Param.choice;
import static dev.pinfold.mm.abi.Param.count;
import static dev.pinfold.mm.abi.Param.directory;
import static dev.pinfold.mm.abi.Param.fd;
import static dev.pinfold.mm.abi.Param.flags;
import static dev.pinfold.mm.abi.Param.in;
import static dev.pinfold.mm.abi.Param.integer;
import static dev.pinfold.mm.abi.Param.label;
import static dev.pinfold.mm.abi.Param.length;
import static dev.pinfold.mm.abi.Param.measured;
import static dev.pinfold.mm.abi.Param.mode;
import static dev.pinfold.mm.abi.Param.offset;
import static dev.pinfold.mm.abi.Param.out;
import static dev.pinfold.mm.abi.Param.pages;
import static dev.pinfold.mm.abi.Param.path;
import static dev.pinfold.mm.abi.Param.strings;
import static dev.pinfold.mm.abi.Param.task;
import static dev.pinfold.mm.abi.Param.taskFd;
import static dev.pinfold.mm.abi.Param.wideFlags;
import static dev.pinfold.mm.abi.Param.word;
import static dev.pinfold.mm.abi.ParamKind.BUFFER_IN;
import static dev.pinfold.mm.abi.ParamKind.BUFFER_OUT;
import static dev.pinfold.mm.abi.ParamKind.RANGES;
import static dev.pinfold.mm.abi.ParamKind.VECTOR_IN;
import static dev.pinfold.mm.abi.ParamKind.VECTOR_OUT;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that Pinfold has: name, number on x86-64, what it gives, and its parameters in the order of the
 * registers. Whoever reads, prints, draws, compares or decodes calls asks this table.
 */
public enum Syscall {
    READ(0, Gives.BYTES, fd("fd"), measured("buf", BUFFER_OUT), length("count")),
    WRITE(1, Gives.BYTES, fd("fd"), measured("buf", BUFFER_IN), length("count")),
    OPEN(2, Gives.FD, path("path"), flags("flags", Group.OPEN), mode("mode").orNot()),
    CLOSE(3, Gives.NOTHING, fd("fd")),
    LSEEK(8, Gives.OFFSET, fd("fd"), offset("offset"), choice("whence", Group.SEEK)),
    MMAP(
            9,
            Gives.ADDRESS,
            address("addr"),
            length("len"),
            wideFlags("prot", Group.PROT),
            wideFlags("flags", Group.MAP),
            fd("fd"),
            offset("off")),
    MPROTECT(10, Gives.NOTHING, address("addr"), length("len"), wideFlags("prot", Group.PROT)),
    MUNMAP(11, Gives.NOTHING, address("addr"), length("len")),
    BRK(12, Gives.ADDRESS, address("addr")),
    PREAD64(17, Gives.BYTES, fd("fd"), measured("buf", BUFFER_OUT), length("count"), offset("offset")),
    PWRITE64(18, Gives.BYTES, fd("fd"), measured("buf", BUFFER_IN), length("count"), offset("offset")),
    READV(19, Gives.BYTES, fd("fd"), measured("vec", VECTOR_OUT), count("vlen")),
    WRITEV(20, Gives.BYTES, fd("fd"), measured("vec", VECTOR_IN), count("vlen")),
    MREMAP(
            25,
            Gives.ADDRESS,
            address("addr"),
            length("old_len"),
            length("new_len"),
            wideFlags("flags", Group.MREMAP),
            address("new_addr").orNot()),
    MSYNC(26, Gives.NOTHING, address("addr"), length("len"), flags("flags", Group.MSYNC)),
    MINCORE(27, Gives.NOTHING, address("addr"), length("len"), pages("vec")),
    MADVISE(28, Gives.NOTHING, address("addr"), length("len"), choice("advice", Group.MADVISE)),
    DUP(32, Gives.FD, fd("fd")),
    DUP2(33, Gives.FD, fd("fd"), fd("new_fd")),
    GETPID(39, Gives.TASK),
    CLONE(
            56,
            Gives.NEW_TASK,
            wideFlags("flags", Group.CLONE),
            address("stack").orNot(),
            out("parent_tid", Struct.TASK_ID).orNot(),
            out("child_tid", Struct.TASK_ID).orNot(),
            word("tls").orNot()),
    FORK(57, Gives.NEW_TASK),
    VFORK(58, Gives.NEW_TASK),
    EXECVE(
            59,
            Gives.NOTHING,
            path("path"),
            strings("argv").orNot(),
            strings("envp").orNot()),
    EXIT(60, Gives.NEVER, integer("status")),
    WAIT4(
            61,
            Gives.TASK,
            task("pid"),
            out("status", Struct.STATUS).orNot(),
            flags("options", Group.WAIT).orNot(),
            out("rusage", Struct.RUSAGE).orNot()),
    FCNTL(72, Gives.NUMBER, fd("fd"), choice("cmd", Group.FCNTL), word("arg").orNot()),
    FSYNC(74, Gives.NOTHING, fd("fd")),
    FDATASYNC(75, Gives.NOTHING, fd("fd")),
    TRUNCATE(76, Gives.NOTHING, path("path"), offset("length")),
    FTRUNCATE(77, Gives.NOTHING, fd("fd"), offset("length")),
    CREAT(85, Gives.FD, path("path"), mode("mode")),
    UNLINK(87, Gives.NOTHING, path("path")),
    GETRLIMIT(97, Gives.NOTHING, choice("resource", Group.RLIMIT), out("rlim", Struct.RLIMIT)),
    MLOCK(149, Gives.NOTHING, address("addr"), length("len")),
    MUNLOCK(150, Gives.NOTHING, address("addr"), length("len")),
    MLOCKALL(151, Gives.NOTHING, flags("flags", Group.MLOCKALL)),
    MUNLOCKALL(152, Gives.NOTHING),
    PRCTL(
            157,
            Gives.NUMBER,
            choice("option", Group.PRCTL),
            word("arg2").orNot(),
            word("arg3").orNot(),
            word("arg4").orNot(),
            word("arg5").orNot()),
    SETRLIMIT(160, Gives.NOTHING, choice("resource", Group.RLIMIT), in("rlim", Struct.RLIMIT)),
    GETTID(186, Gives.TASK),
    REMAP_FILE_PAGES(
            216,
            Gives.NOTHING,
            address("addr"),
            length("size"),
            wideFlags("prot", Group.PROT),
            word("pgoff"),
            wideFlags("flags", Group.MAP)),
    EXIT_GROUP(231, Gives.NEVER, integer("status")),
    OPENAT(
            257,
            Gives.FD,
            directory("dirfd"),
            path("path"),
            flags("flags", Group.OPEN),
            mode("mode").orNot()),
    FALLOCATE(285, Gives.NOTHING, fd("fd"), flags("mode", Group.FALLOC), offset("offset"), offset("len")),
    DUP3(292, Gives.FD, fd("fd"), fd("new_fd"), flags("flags", Group.OPEN)),
    PREADV(295, Gives.BYTES, fd("fd"), measured("vec", VECTOR_OUT), count("vlen"), offset("offset")),
    PWRITEV(296, Gives.BYTES, fd("fd"), measured("vec", VECTOR_IN), count("vlen"), offset("offset")),
    PRLIMIT64(
            302,
            Gives.NOTHING,
            task("pid"),
            choice("resource", Group.RLIMIT),
            in("new_rlim", Struct.RLIMIT),
            out("old_rlim", Struct.RLIMIT)),
    PROCESS_VM_READV(
            310,
            Gives.BYTES,
            task("pid"),
            measured("lvec", VECTOR_OUT),
            count("liovcnt"),
            measured("rvec", RANGES),
            count("riovcnt"),
            word("flags")),
    PROCESS_VM_WRITEV(
            311,
            Gives.BYTES,
            task("pid"),
            measured("lvec", VECTOR_IN),
            count("liovcnt"),
            measured("rvec", RANGES),
            count("riovcnt"),
            word("flags")),
    MEMFD_CREATE(319, Gives.FD, label("name"), flags("flags", Group.MEMFD)),
    MLOCK2(325, Gives.NOTHING, address("addr"), length("len"), flags("flags", Group.MLOCK)),
    /** The upper half of the offset is in a register of its own that 64 bits leave without a meaning. */
    PREADV2(
            327,
            Gives.BYTES,
            fd("fd"),
            measured("vec", VECTOR_OUT),
            count("vlen"),
            offset("offset"),
            word("offset_high"),
            flags("flags", Group.RWF)),
    PWRITEV2(
            328,
            Gives.BYTES,
            fd("fd"),
            measured("vec", VECTOR_IN),
            count("vlen"),
            offset("offset"),
            word("offset_high"),
            flags("flags", Group.RWF)),
    PKEY_MPROTECT(329, Gives.NOTHING, address("addr"), length("len"), wideFlags("prot", Group.PROT), integer("key")),
    PKEY_ALLOC(330, Gives.KEY, word("flags"), wideFlags("rights", Group.PKEY)),
    PKEY_FREE(331, Gives.NOTHING, integer("key")),
    PIDFD_OPEN(434, Gives.FD, task("pid"), flags("flags", Group.PIDFD)),
    PROCESS_MADVISE(
            440,
            Gives.BYTES,
            taskFd("pidfd"),
            measured("vec", RANGES),
            count("vlen"),
            choice("advice", Group.MADVISE),
            integer("flags")),
    CACHESTAT(
            451,
            Gives.NOTHING,
            fd("fd"),
            in("range", Struct.CACHESTAT_RANGE),
            out("cstat", Struct.CACHESTAT),
            integer("flags")),
    MSEAL(462, Gives.NOTHING, address("addr"), length("len"), word("flags"));

    private static final Map<String, Syscall> BY_NAME = new HashMap<>();
    private static final @Nullable Syscall[] BY_NUMBER =
            new @Nullable Syscall[values()[values().length - 1].number + 1];

    static {
        for (Syscall s : values()) {
            BY_NAME.put(s.text, s);
            BY_NUMBER[s.number] = s;
        }
    }

    private final String text = name().toLowerCase(Locale.ROOT);
    private final int number;
    private final Gives gives;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Param> params;

    Syscall(int number, Gives gives, Param... params) {
        this.number = number;
        this.gives = gives;
        this.params = List.of(params);
    }

    /** Returns the call of a number, or null if Pinfold has none. */
    public static @Nullable Syscall of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /** Returns the call that Linux gives a name, or null if Pinfold has none. */
    public static @Nullable Syscall of(String name) {
        return BY_NAME.get(name);
    }

    /** Returns the name that Linux gives it. */
    public String text() {
        return text;
    }

    /** Returns its number on x86-64. */
    public int number() {
        return number;
    }

    /** Returns what its value is when it went well. */
    public Gives gives() {
        return gives;
    }

    /** Returns the parameters in order, one a register. */
    public List<Param> params() {
        return params;
    }
}
