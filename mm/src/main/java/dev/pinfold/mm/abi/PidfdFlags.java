package dev.pinfold.mm.abi;

/** Descriptors of processes: {@code pidfd.h}. */
public final class PidfdFlags {
    public static final int PIDFD_THREAD = 0x80;
    public static final int PIDFD_NONBLOCK = 0x800;

    /** In place of a descriptor: the caller's thread. */
    public static final int PIDFD_SELF_THREAD = -10000;
    /** In place of a descriptor: the caller's process. */
    public static final int PIDFD_SELF_THREAD_GROUP = -10001;

    private PidfdFlags() {}
}
