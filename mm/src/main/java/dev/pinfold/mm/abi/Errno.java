package dev.pinfold.mm.abi;

/**
 * Error numbers: {@code errno.h}. Inside the memory manager a call returns a value of at least 0, or one of these
 * negated.
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

    @Unprinted
    public static final int EWOULDBLOCK = EAGAIN;
    /** No memory, no address space, or nothing mapped there. */
    public static final int ENOMEM = 12;
    /** The file's permissions or the mapping's forbid it. */
    public static final int EACCES = 13;
    /** A user address that cannot be used. */
    public static final int EFAULT = 14;

    public static final int ENOTBLK = 15;
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

    public static final int EDOM = 33;
    /** Out of range. */
    public static final int ERANGE = 34;
    /** Would wait for itself. */
    public static final int EDEADLK = 35;

    @Unprinted
    public static final int EDEADLOCK = EDEADLK;
    /** A name or path that is too long. */
    public static final int ENAMETOOLONG = 36;

    public static final int ENOLCK = 37;
    /** No such call. */
    public static final int ENOSYS = 38;

    public static final int ENOTEMPTY = 39;
    /** Too many links. */
    public static final int ELOOP = 40;

    public static final int ENOMSG = 42;
    public static final int EIDRM = 43;
    public static final int ECHRNG = 44;
    public static final int EL2NSYNC = 45;
    public static final int EL3HLT = 46;
    public static final int EL3RST = 47;
    public static final int ELNRNG = 48;
    public static final int EUNATCH = 49;
    public static final int ENOCSI = 50;
    public static final int EL2HLT = 51;
    public static final int EBADE = 52;
    public static final int EBADR = 53;
    public static final int EXFULL = 54;
    public static final int ENOANO = 55;
    public static final int EBADRQC = 56;
    public static final int EBADSLT = 57;
    public static final int EBFONT = 59;
    public static final int ENOSTR = 60;
    public static final int ENODATA = 61;
    public static final int ETIME = 62;
    public static final int ENOSR = 63;
    public static final int ENONET = 64;
    public static final int ENOPKG = 65;
    public static final int EREMOTE = 66;
    public static final int ENOLINK = 67;
    public static final int EADV = 68;
    public static final int ESRMNT = 69;
    public static final int ECOMM = 70;
    public static final int EPROTO = 71;
    public static final int EMULTIHOP = 72;
    public static final int EDOTDOT = 73;
    public static final int EBADMSG = 74;
    /** The value does not fit. */
    public static final int EOVERFLOW = 75;

    public static final int ENOTUNIQ = 76;
    public static final int EBADFD = 77;
    public static final int EREMCHG = 78;
    public static final int ELIBACC = 79;
    public static final int ELIBBAD = 80;
    public static final int ELIBSCN = 81;
    public static final int ELIBMAX = 82;
    public static final int ELIBEXEC = 83;
    public static final int EILSEQ = 84;
    public static final int ERESTART = 85;
    public static final int ESTRPIPE = 86;
    public static final int EUSERS = 87;
    public static final int ENOTSOCK = 88;
    public static final int EDESTADDRREQ = 89;
    public static final int EMSGSIZE = 90;
    public static final int EPROTOTYPE = 91;
    public static final int ENOPROTOOPT = 92;
    public static final int EPROTONOSUPPORT = 93;
    public static final int ESOCKTNOSUPPORT = 94;
    /** This kind of file or memory cannot do it. */
    public static final int EOPNOTSUPP = 95;

    @Unprinted
    public static final int ENOTSUP = EOPNOTSUPP;

    public static final int EPFNOSUPPORT = 96;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ENETRESET = 102;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int EISCONN = 106;
    public static final int ENOTCONN = 107;
    public static final int ESHUTDOWN = 108;
    public static final int ETOOMANYREFS = 109;
    /** Waited long enough. */
    public static final int ETIMEDOUT = 110;

    public static final int ECONNREFUSED = 111;
    public static final int EHOSTDOWN = 112;
    public static final int EHOSTUNREACH = 113;
    public static final int EALREADY = 114;
    public static final int EINPROGRESS = 115;
    /** Gone meanwhile. */
    public static final int ESTALE = 116;

    public static final int EUCLEAN = 117;
    public static final int ENOTNAM = 118;
    public static final int ENAVAIL = 119;
    public static final int EISNAM = 120;
    /** Device memory that peers cannot reach. */
    public static final int EREMOTEIO = 121;

    public static final int EDQUOT = 122;
    public static final int ENOMEDIUM = 123;
    public static final int EMEDIUMTYPE = 124;
    public static final int ECANCELED = 125;
    public static final int ENOKEY = 126;
    public static final int EKEYEXPIRED = 127;
    public static final int EKEYREVOKED = 128;
    public static final int EKEYREJECTED = 129;
    public static final int EOWNERDEAD = 130;
    public static final int ENOTRECOVERABLE = 131;
    public static final int ERFKILL = 132;
    /** The memory has failed. */
    public static final int EHWPOISON = 133;

    // The kernel's own, which only a tracer sees.

    public static final int ERESTARTSYS = 512;
    public static final int ERESTARTNOINTR = 513;
    public static final int ERESTARTNOHAND = 514;
    public static final int ENOIOCTLCMD = 515;
    public static final int ERESTART_RESTARTBLOCK = 516;
    public static final int ENOTSUPP = 524;

    /** The largest number an error can have: a result from -4095 to -1 is an error. */
    public static final int MAX_ERRNO = 4095;

    private Errno() {}

    /** Whether the result of a call is an error. */
    public static boolean isError(long result) {
        return result < 0 && result >= -MAX_ERRNO;
    }

    /** The name of an error number, such as {@code ENOMEM}; {@code errno 4000} for one that has none. */
    public static String name(int errno) {
        String name = Group.ERRNO.nameOf(errno);
        return name.isEmpty() ? "errno " + errno : name;
    }

    /** The number of an error by its name, or 0 where Linux has no error of that name. */
    public static int number(String name) {
        Constant constant = Group.find(name);
        return constant == null || constant.group() != Group.ERRNO ? 0 : (int) constant.value();
    }
}
