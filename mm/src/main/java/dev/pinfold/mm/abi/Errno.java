package dev.pinfold.mm.abi;

import org.jspecify.annotations.Nullable;

/**
 * The error numbers of Linux on x86-64 that calls on memory and files can end with. Inside the memory manager a call
 * returns a value of at least 0, or one of these negated.
 */
public final class Errno {
    /** Not allowed to this caller, or sealed. */
    public static final int EPERM = 1;
    /** No such name; inside, also: nothing there. */
    public static final int ENOENT = 2;
    /** No such task. */
    public static final int ESRCH = 3;
    /** A signal ended the wait. */
    public static final int EINTR = 4;
    /** The store behind a file failed. */
    public static final int EIO = 5;
    /** No data or hole at or after that offset. */
    public static final int ENXIO = 6;
    /** The arguments are too long. */
    public static final int E2BIG = 7;
    /** Not a program. */
    public static final int ENOEXEC = 8;
    /** No such descriptor, or not open for this. */
    public static final int EBADF = 9;
    /** No such child. */
    public static final int ECHILD = 10;
    /** Not now, or over the limit of locked memory. */
    public static final int EAGAIN = 11;
    /** No memory, no address space, or nothing mapped there. */
    public static final int ENOMEM = 12;
    /** The file's permissions or the mapping's forbid it. */
    public static final int EACCES = 13;
    /** A user address that cannot be used. */
    public static final int EFAULT = 14;
    /** In use in a way that forbids this. */
    public static final int EBUSY = 16;
    /** Something is there already. */
    public static final int EEXIST = 17;
    /** Not across file systems. */
    public static final int EXDEV = 18;
    /** Nothing that can be mapped. */
    public static final int ENODEV = 19;
    /** A part of the path is no directory. */
    public static final int ENOTDIR = 20;
    /** A directory where a file is needed. */
    public static final int EISDIR = 21;
    /** An argument that can never be right. */
    public static final int EINVAL = 22;
    /** The machine has no more open files. */
    public static final int ENFILE = 23;
    /** The task has no more descriptors. */
    public static final int EMFILE = 24;
    /** Not a terminal. */
    public static final int ENOTTY = 25;
    /** A running program, or a swap file. */
    public static final int ETXTBSY = 26;
    /** Beyond the largest file. */
    public static final int EFBIG = 27;
    /** The file system is full. */
    public static final int ENOSPC = 28;
    /** A stream has no position. */
    public static final int ESPIPE = 29;
    /** The file system is read-only. */
    public static final int EROFS = 30;
    /** Inside: the page must be unshared first. */
    public static final int EMLINK = 31;
    /** Nobody reads. */
    public static final int EPIPE = 32;
    /** Out of range. */
    public static final int ERANGE = 34;
    /** Would wait for itself. */
    public static final int EDEADLK = 35;
    /** A name or path that is too long. */
    public static final int ENAMETOOLONG = 36;
    /** No such call. */
    public static final int ENOSYS = 38;
    /** Too many links. */
    public static final int ELOOP = 40;
    /** The value does not fit. */
    public static final int EOVERFLOW = 75;
    /** This kind of file or memory cannot do it. */
    public static final int EOPNOTSUPP = 95;
    /** Waited long enough. */
    public static final int ETIMEDOUT = 110;
    /** Gone meanwhile. */
    public static final int ESTALE = 116;
    /** Device memory that peers cannot reach. */
    public static final int EREMOTEIO = 121;
    /** The memory has failed. */
    public static final int EHWPOISON = 133;

    /** The largest number an error can have ({@code MAX_ERRNO}): a result from -4095 to -1 is an error. */
    public static final int MAX = 4095;

    private static final @Nullable String[] NAMES = new @Nullable String[EHWPOISON + 1];

    static {
        NAMES[EPERM] = "EPERM";
        NAMES[ENOENT] = "ENOENT";
        NAMES[ESRCH] = "ESRCH";
        NAMES[EINTR] = "EINTR";
        NAMES[EIO] = "EIO";
        NAMES[ENXIO] = "ENXIO";
        NAMES[E2BIG] = "E2BIG";
        NAMES[ENOEXEC] = "ENOEXEC";
        NAMES[EBADF] = "EBADF";
        NAMES[ECHILD] = "ECHILD";
        NAMES[EAGAIN] = "EAGAIN";
        NAMES[ENOMEM] = "ENOMEM";
        NAMES[EACCES] = "EACCES";
        NAMES[EFAULT] = "EFAULT";
        NAMES[EBUSY] = "EBUSY";
        NAMES[EEXIST] = "EEXIST";
        NAMES[EXDEV] = "EXDEV";
        NAMES[ENODEV] = "ENODEV";
        NAMES[ENOTDIR] = "ENOTDIR";
        NAMES[EISDIR] = "EISDIR";
        NAMES[EINVAL] = "EINVAL";
        NAMES[ENFILE] = "ENFILE";
        NAMES[EMFILE] = "EMFILE";
        NAMES[ENOTTY] = "ENOTTY";
        NAMES[ETXTBSY] = "ETXTBSY";
        NAMES[EFBIG] = "EFBIG";
        NAMES[ENOSPC] = "ENOSPC";
        NAMES[ESPIPE] = "ESPIPE";
        NAMES[EROFS] = "EROFS";
        NAMES[EMLINK] = "EMLINK";
        NAMES[EPIPE] = "EPIPE";
        NAMES[ERANGE] = "ERANGE";
        NAMES[EDEADLK] = "EDEADLK";
        NAMES[ENAMETOOLONG] = "ENAMETOOLONG";
        NAMES[ENOSYS] = "ENOSYS";
        NAMES[ELOOP] = "ELOOP";
        NAMES[EOVERFLOW] = "EOVERFLOW";
        NAMES[EOPNOTSUPP] = "EOPNOTSUPP";
        NAMES[ETIMEDOUT] = "ETIMEDOUT";
        NAMES[ESTALE] = "ESTALE";
        NAMES[EREMOTEIO] = "EREMOTEIO";
        NAMES[EHWPOISON] = "EHWPOISON";
    }

    private Errno() {}

    /** Whether the result of a call is an error. */
    public static boolean isError(long result) {
        return result < 0 && result >= -MAX;
    }

    /** The name of an error number, such as {@code ENOMEM}; {@code errno 99} for one that is not here. */
    public static String name(int errno) {
        String name = errno > 0 && errno < NAMES.length ? NAMES[errno] : null;
        return name == null ? "errno " + errno : name;
    }
}
