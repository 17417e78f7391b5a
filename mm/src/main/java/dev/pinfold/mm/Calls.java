package dev.pinfold.mm;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.syscall.Smaps;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one task in raw form, as an emulator, a replayed log or a comparison with a live kernel makes them.
 *
 * <p>System calls take Linux's arguments in Linux's order and return what the system call instruction returns: a value
 * &ge; 0, an address, or {@code -errno} ({@link Errno}); addresses lie below 2^56, so every negative value is an error.
 * Nothing is thrown for what a program may do wrong. Calls of one task are made by one thread at a time.
 *
 * <p>Accesses ({@link #load} and what follows) are those of the program's own instructions. Their outcome is
 * {@link #fault}: 0, or the signal and code that the program would get, as {@code signal << 8 | si_code}.
 *
 * <p>A {@code byte[]} in place of a user address stands for a buffer that cannot fault and lies outside the machine.
 */
public interface Calls {
    /**
     * The system call instruction: performs the call of a number with six registers and gives what is in the register
     * afterwards. Addresses are read and written in the task's memory, and what Linux takes for an {@code int} is cut to one.
     * -ENOSYS for calls that Pinfold does not have ({@link dev.pinfold.mm.abi.Syscall} are those that it has).
     *
     * <p>Registers that a new task begins with (its stack, its thread pointer) are for whoever runs its code, and so is the
     * word that CLONE_CHILD_SETTID names.
     */
    long syscall(int number, long a0, long a1, long a2, long a3, long a4, long a5);

    /**
     * Lends calls memory that lies outside of the machine: they find its bytes at the addresses from {@link
     * dev.pinfold.mm.sync.Lent#START} on, where no program has any, and take them for buffers, strings, structures and
     * vectors that cannot fault. It replaces what was lent before; an empty array takes it back.
     */
    void lend(byte[] memory);

    // --- memory -----------------------------------------------------------------------------------------------------

    /** {@code mmap(2)}; {@code fd} is not looked at for anonymous memory. */
    long mmap(long addr, long length, int prot, int flags, int fd, long offset);

    long munmap(long addr, long length);

    long mprotect(long addr, long length, long prot);

    /** {@code pkey_alloc(2)}: a protection key, with the rights to it that the caller gets. */
    long pkeyAlloc(long flags, long rights);

    long pkeyFree(int key);

    /** As {@link #mprotect}, and gives the range a protection key; -1 for none. */
    long pkeyMprotect(long addr, long length, long prot, int key);

    /** {@code newAddr} counts with MREMAP_FIXED and MREMAP_DONTUNMAP only. */
    long mremap(long oldAddr, long oldLength, long newLength, long flags, long newAddr);

    /** The system call: returns the break as it is afterwards, never an error. */
    long brk(long addr);

    long madvise(long addr, long length, int advice);

    /** {@code process_madvise(2)} with the vector given as address, length, address, length, … */
    long processMadvise(int pidfd, long[] vector, int advice, int flags);

    long msync(long addr, long length, int flags);

    /** {@code mincore(2)} with a user buffer for the vector. */
    long mincore(long addr, long length, long vector);

    /** As {@link #mincore(long, long, long)}; bit 0 of each byte says whether the page is resident. */
    long mincore(long addr, long length, byte[] vector);

    long mlock(long addr, long length);

    long mlock2(long addr, long length, int flags);

    long munlock(long addr, long length);

    long mlockall(int flags);

    long munlockall();

    long mseal(long addr, long length, long flags);

    /** {@code prctl(2)}: PR_SET_THP_DISABLE and PR_GET_THP_DISABLE; -EINVAL for all others. */
    long prctl(int option, long arg2, long arg3, long arg4, long arg5);

    /** What khugepaged does when it comes to the 2 MiB around an address: 0 if they are a huge page now, or -errno. */
    long khugepaged(long addr);

    long remapFilePages(long addr, long size, int prot, long pgoff, int flags);

    /** {@code process_vm_readv(2)}; vectors as address, length, address, length, … */
    long processVmReadv(int pid, long[] local, long[] remote, long flags);

    long processVmWritev(int pid, long[] local, long[] remote, long flags);

    // --- processes --------------------------------------------------------------------------------------------------

    /** Returns the child's pid; {@link Machine#task} gives its task. */
    long fork();

    /** As {@code fork}, sharing the address space; the caller's further calls do not wait for the child. */
    long vfork();

    /** {@code clone(2)} by flags alone: with CLONE_VM and CLONE_THREAD a thread, without a process. */
    long clone(long flags);

    /** {@code execve(2)}: the task goes on in an empty address space. */
    long execve(String path);

    /** Ends the task. */
    long exit(int status);

    /** Ends every task of the process. */
    long exitGroup(int status);

    /** Ends every task of the process as a signal does that it does not handle. */
    long killed(int signal);

    /**
     * {@code wait4(2)} on a child (positive) or any (-1).
     *
     * @param status receives the status word in element 0
     */
    long wait4(int pid, int @Nullable [] status, int options);

    /** Whether the task has ended, by a call of its own or with its process. */
    boolean ended();

    long getpid();

    long gettid();

    /** {@code pidfd_open(2)}. */
    long pidfdOpen(int pid, int flags);

    /** @param limit receives the soft and the hard limit */
    long getrlimit(int resource, long[] limit);

    /** @param limit the soft and the hard limit */
    long setrlimit(int resource, long[] limit);

    long prlimit64(int pid, int resource, long @Nullable [] newLimit, long @Nullable [] oldLimit);

    // --- files ------------------------------------------------------------------------------------------------------

    long open(String path, int flags, int mode);

    long openat(int dirfd, String path, int flags, int mode);

    long close(int fd);

    long dup(int fd);

    long dup2(int fd, int newFd);

    long dup3(int fd, int newFd, int flags);

    long memfdCreate(String name, int flags);

    long ftruncate(int fd, long length);

    long truncate(String path, long length);

    long fallocate(int fd, int mode, long offset, long length);

    long read(int fd, long buffer, long length);

    long write(int fd, long buffer, long length);

    long pread64(int fd, long buffer, long length, long offset);

    long pwrite64(int fd, long buffer, long length, long offset);

    /** {@code read} into an array. */
    long read(int fd, byte[] data);

    long write(int fd, byte[] data);

    long pread64(int fd, byte[] data, long offset);

    long pwrite64(int fd, byte[] data, long offset);

    /** {@code readv(2)}; the vector as address, length, address, length, … */
    long readv(int fd, long[] vector);

    long writev(int fd, long[] vector);

    long preadv(int fd, long[] vector, long offset);

    long pwritev(int fd, long[] vector, long offset);

    /** {@code preadv2(2)}; an offset of -1 is the position, which moves. */
    long preadv2(int fd, long[] vector, long offset, int flags);

    long pwritev2(int fd, long[] vector, long offset, int flags);

    long lseek(int fd, long offset, int whence);

    long fsync(int fd);

    long fdatasync(int fd);

    long unlink(String path);

    long fcntl(int fd, int cmd, long arg);

    /** The size of an open file in bytes, as {@code fstat} tells. */
    long fileSize(int fd);

    // --- accesses ---------------------------------------------------------------------------------------------------

    /** Loads 1, 2, 4 or 8 bytes, little-endian, zero-extended; 0 on a fault. */
    long load(long addr, int size);

    /** Stores 1, 2, 4 or 8 bytes; no byte changes on a fault. Returns {@link #fault}. */
    long store(long addr, long value, int size);

    /** Compares and exchanges in one step; returns what was there, zero-extended, 0 on a fault. */
    long cas(long addr, long old, long value, int size);

    /** Stores one byte into each of {@code [addr, addr+length)}; bytes before a fault are stored. Returns the fault. */
    long fill(long addr, long length, int value);

    /** The offset of the first byte that differs from {@code value}; -1 if none does. */
    long check(long addr, long length, int value);

    /** One access to each page of the range, which leaves every byte as it is. Returns the fault. */
    long touch(long addr, long length, boolean write);

    /** One instruction fetch; nothing is executed. Returns the fault. */
    long exec(long addr);

    /** PKRU, zero-extended: the rights to protection keys. A fault, SIGILL, where the machine has none. */
    long rdpkru();

    /** Sets PKRU to the low 32 bits. Returns the fault. */
    long wrpkru(long value);

    /** How the last access ended: 0, or {@code signal << 8 | si_code}. */
    long fault();

    /** The address of the last fault ({@code si_addr}). */
    long faultAddress();

    /** The protection key that the last fault was about ({@code si_pkey}); valid for SEGV_PKUERR. */
    int faultKey();

    // --- to look ----------------------------------------------------------------------------------------------------

    /** The address space as {@code /proc/PID/maps} prints it, one line a mapping. */
    String maps();

    /** Entries of {@code /proc/PID/pagemap} for {@code pages} pages, without frame numbers. */
    long[] pagemap(long addr, int pages);

    /** The numbers of {@code /proc/PID/smaps} for the mapping that contains an address, or null where none is. */
    @Nullable
    Smaps smaps(long addr);

    /** Builds what there was before the task's first call. */
    InitialState initialState();
}
