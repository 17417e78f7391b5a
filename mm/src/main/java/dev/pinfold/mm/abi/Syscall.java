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
import static dev.pinfold.mm.abi.Param.unused;
import static dev.pinfold.mm.abi.Param.varying;
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
 * registers. All code that reads, prints, draws, compares or decodes calls asks this table.
 */
public enum Syscall implements Signature {
    READ(
            0,
            Area.FILE,
            "Reads at the file's position.",
            Gives.BYTES,
            fd("fd"),
            measured("buf", BUFFER_OUT),
            length("count")),
    WRITE(
            1,
            Area.FILE,
            "Writes at the file's position.",
            Gives.BYTES,
            fd("fd"),
            measured("buf", BUFFER_IN),
            length("count")),
    OPEN(
            2,
            Area.FILE,
            "Opens a file.",
            Gives.FD,
            path("path"),
            flags("flags", Group.OPEN),
            mode("mode").orNot()),
    CLOSE(3, Area.FILE, "Closes a descriptor.", Gives.NOTHING, fd("fd")),
    LSEEK(
            8,
            Area.FILE,
            "Moves the file's position.",
            Gives.OFFSET,
            fd("fd"),
            offset("offset"),
            choice("whence", Group.SEEK)),
    MMAP(
            9,
            Area.MEMORY,
            "Maps a file or anonymous memory.",
            Gives.ADDRESS,
            address("addr"),
            length("len"),
            wideFlags("prot", Group.PROT),
            wideFlags("flags", Group.MAP),
            fd("fd"),
            offset("off")),
    MPROTECT(
            10,
            Area.MEMORY,
            "Sets a range's protection.",
            Gives.NOTHING,
            address("addr"),
            length("len"),
            wideFlags("prot", Group.PROT)),
    MUNMAP(11, Area.MEMORY, "Unmaps a range.", Gives.NOTHING, address("addr"), length("len")),
    BRK(12, Area.MEMORY, "Moves the end of the heap; gives where it is.", Gives.ADDRESS, address("addr")),
    PREAD64(
            17,
            Area.FILE,
            "Reads at an offset, into a user buffer; a string is the content expected.",
            Gives.BYTES,
            fd("fd"),
            measured("buf", BUFFER_OUT),
            length("count"),
            offset("offset")),
    PWRITE64(
            18,
            Area.FILE,
            "Writes at an offset, from a user buffer; a string is the data.",
            Gives.BYTES,
            fd("fd"),
            measured("buf", BUFFER_IN),
            length("count"),
            offset("offset")),
    READV(
            19,
            Area.FILE,
            "Reads into several buffers, [{iov_base=ADDRESS, iov_len=LENGTH}]; strings are the content expected.",
            Gives.BYTES,
            fd("fd"),
            measured("vec", VECTOR_OUT),
            count("vlen")),
    WRITEV(
            20,
            Area.FILE,
            "Writes from several buffers; strings are the data.",
            Gives.BYTES,
            fd("fd"),
            measured("vec", VECTOR_IN),
            count("vlen")),
    MREMAP(
            25,
            Area.MEMORY,
            "Grows, shrinks or moves a mapping.",
            Gives.ADDRESS,
            address("addr"),
            length("old_len"),
            length("new_len"),
            wideFlags("flags", Group.MREMAP),
            address("new_addr").orNot()),
    MSYNC(
            26,
            Area.MEMORY,
            "Writes a mapping's dirty pages back.",
            Gives.NOTHING,
            address("addr"),
            length("len"),
            flags("flags", Group.MSYNC)),
    MINCORE(
            27,
            Area.MEMORY,
            "Which pages are in memory; a list [1, 0] states bit 0 of each byte.",
            Gives.NOTHING,
            address("addr"),
            length("len"),
            pages("vec")),
    MADVISE(
            28,
            Area.MEMORY,
            "Advice on a range, and what is called advice.",
            Gives.NOTHING,
            address("addr"),
            length("len"),
            choice("advice", Group.MADVISE)),
    DUP(32, Area.FILE, "A second descriptor, the lowest free one, for the same open file.", Gives.FD, fd("fd")),
    DUP2(33, Area.FILE, "A second descriptor, the given one.", Gives.FD, fd("fd"), fd("new_fd")),
    GETPID(39, Area.TASK, "The process's number; a task's name stands for it.", Gives.TASK),
    CLONE(
            56,
            Area.TASK,
            "flags=CLONE_VM|… for a thread, flags=SIGCHLD for a child.",
            Gives.NEW_TASK,
            wideFlags("flags", Group.CLONE),
            address("stack").orNot(),
            out("parent_tid", Struct.TASK_ID).orNot(),
            out("child_tid", Struct.TASK_ID).orNot(),
            word("tls").orNot()),
    FORK(57, Area.TASK, "A child with a copy of the address space; a word as the result names it.", Gives.NEW_TASK),
    VFORK(
            58,
            Area.TASK,
            "A child in the same address space that goes first until it exits or calls execve.",
            Gives.NEW_TASK),
    EXECVE(
            59,
            Area.TASK,
            "A new, empty address space.",
            Gives.NOTHING,
            path("path"),
            strings("argv").orNot(),
            strings("envp").orNot()),
    EXIT(60, Area.TASK, "Ends this thread.", Gives.NEVER, integer("status")),
    WAIT4(
            61,
            Area.TASK,
            "Waits for a child; [{WIFEXITED(s) && WEXITSTATUS(s) == 0}] states how it ended.",
            Gives.TASK,
            task("pid"),
            out("status", Struct.STATUS).orNot(),
            flags("options", Group.WAIT).orNot(),
            out("rusage", Struct.RUSAGE).orNot()),
    FCNTL(
            72,
            Area.FILE,
            "F_ADD_SEALS, F_GET_SEALS, F_DUPFD, F_GETFL and the descriptor's flags.",
            Gives.NUMBER,
            fd("fd"),
            choice("cmd", Group.FCNTL),
            varying("arg").orNot()),
    FSYNC(74, Area.FILE, "Writes a file's dirty pages back.", Gives.NOTHING, fd("fd")),
    FDATASYNC(75, Area.FILE, "As fsync.", Gives.NOTHING, fd("fd")),
    TRUNCATE(76, Area.FILE, "Sets a file's size by its name.", Gives.NOTHING, path("path"), offset("length")),
    FTRUNCATE(77, Area.FILE, "Sets a file's size.", Gives.NOTHING, fd("fd"), offset("length")),
    CREAT(85, Area.FILE, "Creates a file and opens it for writing.", Gives.FD, path("path"), mode("mode")),
    UNLINK(87, Area.FILE, "Removes a file's name.", Gives.NOTHING, path("path")),
    GETRLIMIT(
            97,
            Area.MEMORY,
            "A limit; {rlim_cur=…, rlim_max=…} states it.",
            Gives.NOTHING,
            choice("resource", Group.RLIMIT),
            out("rlim", Struct.RLIMIT)),
    MLOCK(149, Area.MEMORY, "Locks a range in memory.", Gives.NOTHING, address("addr"), length("len")),
    MUNLOCK(150, Area.MEMORY, "Unlocks a range.", Gives.NOTHING, address("addr"), length("len")),
    MLOCKALL(
            151,
            Area.MEMORY,
            "Locks everything that is mapped, or will be.",
            Gives.NOTHING,
            flags("flags", Group.MLOCKALL)),
    MUNLOCKALL(152, Area.MEMORY, "Unlocks everything.", Gives.NOTHING),
    PRCTL(
            157,
            Area.TASK,
            "The process's switch for huge pages: PR_SET_THP_DISABLE and PR_GET_THP_DISABLE; there is no other option.",
            Gives.NUMBER,
            choice("option", Group.PRCTL),
            varying("arg2").orNot(),
            varying("arg3").orNot(),
            varying("arg4").orNot(),
            varying("arg5").orNot()),
    SETRLIMIT(
            160,
            Area.MEMORY,
            "Sets a limit.",
            Gives.NOTHING,
            choice("resource", Group.RLIMIT),
            in("rlim", Struct.RLIMIT)),
    GETTID(186, Area.TASK, "The thread's number.", Gives.TASK),
    REMAP_FILE_PAGES(
            216,
            Area.MEMORY,
            "Maps other pages of the same file in place.",
            Gives.NOTHING,
            address("addr"),
            length("size"),
            wideFlags("prot", Group.PROT),
            word("pgoff"),
            wideFlags("flags", Group.MAP)),
    EXIT_GROUP(231, Area.TASK, "Ends all threads of this process.", Gives.NEVER, integer("status")),
    OPENAT(
            257,
            Area.FILE,
            "Opens a file; only AT_FDCWD as the directory.",
            Gives.FD,
            directory("dirfd"),
            path("path"),
            flags("flags", Group.OPEN),
            mode("mode").orNot()),
    FALLOCATE(
            285,
            Area.FILE,
            "Allocates, or with FALLOC_FL_PUNCH_HOLE frees, a part of a file.",
            Gives.NOTHING,
            fd("fd"),
            flags("mode", Group.FALLOC),
            offset("offset"),
            offset("len")),
    DUP3(
            292,
            Area.FILE,
            "As dup2, with O_CLOEXEC where wanted.",
            Gives.FD,
            fd("fd"),
            fd("new_fd"),
            flags("flags", Group.OPEN)),
    PREADV(
            295,
            Area.FILE,
            "As readv, at an offset.",
            Gives.BYTES,
            fd("fd"),
            measured("vec", VECTOR_OUT),
            count("vlen"),
            offset("offset")),
    PWRITEV(
            296,
            Area.FILE,
            "As writev, at an offset.",
            Gives.BYTES,
            fd("fd"),
            measured("vec", VECTOR_IN),
            count("vlen"),
            offset("offset")),
    PRLIMIT64(
            302,
            Area.MEMORY,
            "Sets a limit, states the old one, or both.",
            Gives.NOTHING,
            task("pid"),
            choice("resource", Group.RLIMIT),
            in("new_rlim", Struct.RLIMIT),
            out("old_rlim", Struct.RLIMIT)),
    PROCESS_VM_READV(
            310,
            Area.MEMORY,
            "Copies from another task's memory.",
            Gives.BYTES,
            task("pid"),
            measured("lvec", VECTOR_OUT),
            count("liovcnt"),
            measured("rvec", RANGES),
            count("riovcnt"),
            word("flags")),
    PROCESS_VM_WRITEV(
            311,
            Area.MEMORY,
            "Copies to another task's memory.",
            Gives.BYTES,
            task("pid"),
            measured("lvec", VECTOR_IN),
            count("liovcnt"),
            measured("rvec", RANGES),
            count("riovcnt"),
            word("flags")),
    MEMFD_CREATE(
            319,
            Area.FILE,
            "A file in memory that has no name in any directory.",
            Gives.FD,
            label("name"),
            flags("flags", Group.MEMFD)),
    MLOCK2(
            325,
            Area.MEMORY,
            "Locks a range, with MLOCK_ONFAULT only what is touched.",
            Gives.NOTHING,
            address("addr"),
            length("len"),
            flags("flags", Group.MLOCK)),
    PREADV2(
            327,
            Area.FILE,
            "As preadv; at an offset of -1 as readv.",
            Gives.BYTES,
            fd("fd"),
            measured("vec", VECTOR_OUT),
            count("vlen"),
            offset("offset"),
            unused("offset_high"),
            flags("flags", Group.RWF)),
    PWRITEV2(
            328,
            Area.FILE,
            "As pwritev; at an offset of -1 as writev.",
            Gives.BYTES,
            fd("fd"),
            measured("vec", VECTOR_IN),
            count("vlen"),
            offset("offset"),
            unused("offset_high"),
            flags("flags", Group.RWF)),
    PKEY_MPROTECT(
            329,
            Area.PKEY,
            "Sets protection and key of a range.",
            Gives.NOTHING,
            address("addr"),
            length("len"),
            wideFlags("prot", Group.PROT),
            integer("key")),
    PKEY_ALLOC(
            330,
            Area.PKEY,
            "A protection key, and the caller's rights to it: PKEY_DISABLE_ACCESS, PKEY_DISABLE_WRITE.",
            Gives.KEY,
            word("flags"),
            wideFlags("rights", Group.PKEY)),
    PKEY_FREE(331, Area.PKEY, "Gives a key back; memory that has it keeps it.", Gives.NOTHING, integer("key")),
    PIDFD_OPEN(
            434, Area.TASK, "A descriptor that stands for a task.", Gives.FD, task("pid"), flags("flags", Group.PIDFD)),
    PROCESS_MADVISE(
            440,
            Area.MEMORY,
            "Advice on ranges of a task.",
            Gives.BYTES,
            taskFd("pidfd"),
            measured("vec", RANGES),
            count("vlen"),
            choice("advice", Group.MADVISE),
            integer("flags")),
    CACHESTAT(
            451,
            Area.FILE,
            "How many pages of a part of a file are cached, dirty and under writeback; {nr_cache=…, nr_dirty=…} states it.",
            Gives.NOTHING,
            fd("fd"),
            in("range", Struct.CACHESTAT_RANGE),
            out("cstat", Struct.CACHESTAT),
            integer("flags")),
    MSEAL(
            462,
            Area.MEMORY,
            "Seals a range's mappings against change.",
            Gives.NOTHING,
            address("addr"),
            length("len"),
            word("flags"));

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
    private final Area area;
    private final String does;
    private final Gives gives;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Param> params;

    Syscall(int number, Area area, String does, Gives gives, Param... params) {
        this.number = number;
        this.area = area;
        this.does = does;
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
    @Override
    public String text() {
        return text;
    }

    /** Returns its number on x86-64. */
    public int number() {
        return number;
    }

    /** Returns what it is about. */
    public Area area() {
        return area;
    }

    /** Returns a sentence on what it does. */
    public String does() {
        return does;
    }

    @Override
    public Gives gives() {
        return gives;
    }

    /** Returns the parameters in order, one a register. */
    @Override
    public List<Param> params() {
        return params;
    }
}
