package dev.pinfold.mm.abi;

/** Shared memory of System V: {@code ipc.h} and {@code shm.h}. */
public final class Shm {
    public static final int IPC_PRIVATE = 0;
    public static final int IPC_CREAT = 0x200;
    public static final int IPC_EXCL = 0x400;
    public static final int IPC_NOWAIT = 0x800;
    public static final int IPC_RMID = 0;
    public static final int IPC_SET = 1;
    public static final int IPC_STAT = 2;
    public static final int IPC_INFO = 3;

    public static final int SHM_RDONLY = 0x1000;
    public static final int SHM_RND = 0x2000;
    public static final int SHM_REMAP = 0x4000;
    public static final int SHM_EXEC = 0x8000;
    public static final int SHM_HUGETLB = 0x800;
    public static final int SHM_NORESERVE = 0x1000;
    public static final int SHM_LOCK = 0xb;
    public static final int SHM_UNLOCK = 0xc;
    public static final int SHM_STAT = 0xd;
    public static final int SHM_INFO = 0xe;
    public static final int SHM_STAT_ANY = 0xf;

    private Shm() {}
}
