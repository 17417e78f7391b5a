package dev.pinfold.mm.abi;

/** Waiting for children: {@code wait.h}. */
public final class Wait {
    public static final int WNOHANG = 1;
    public static final int WUNTRACED = 2;

    @Unprinted
    public static final int WSTOPPED = WUNTRACED;

    public static final int WEXITED = 4;
    public static final int WCONTINUED = 0x8;
    public static final int WNOWAIT = 0x1000000;
    public static final int __WNOTHREAD = 0x20000000;
    public static final int __WALL = 0x40000000;
    public static final long __WCLONE = 0x80000000L;

    public static final int P_ALL = 0;
    public static final int P_PID = 1;
    public static final int P_PGID = 2;
    public static final int P_PIDFD = 3;

    private Wait() {}
}
