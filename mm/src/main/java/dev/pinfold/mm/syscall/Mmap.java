package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.Page.pageUp;
import static dev.pinfold.mm.abi.VmFlags.VM_DONTDUMP;
import static dev.pinfold.mm.abi.VmFlags.VM_DROPPABLE;
import static dev.pinfold.mm.abi.VmFlags.VM_GROWSDOWN;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_MAYSHARE;
import static dev.pinfold.mm.abi.VmFlags.VM_MAYWRITE;
import static dev.pinfold.mm.abi.VmFlags.VM_MAY_FLAGS;
import static dev.pinfold.mm.abi.VmFlags.VM_NOHUGEPAGE;
import static dev.pinfold.mm.abi.VmFlags.VM_NORESERVE;
import static dev.pinfold.mm.abi.VmFlags.VM_PKEY_SHIFT;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;
import static dev.pinfold.mm.abi.VmFlags.VM_SYNC;
import static dev.pinfold.mm.abi.VmFlags.VM_WIPEONFORK;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.fault.Populate;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.Inode;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.file.Seals;
import dev.pinfold.mm.space.Commit;
import dev.pinfold.mm.space.Layout;
import dev.pinfold.mm.space.MapRegion;
import dev.pinfold.mm.space.Placement;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmAccount;
import dev.pinfold.mm.sync.Site;
import org.jspecify.annotations.Nullable;

/** {@code mmap(2)}. Checks come in the order of Linux's {@code ksys_mmap_pgoff} and {@code do_mmap}. */
public final class Mmap {
    private static final Site WRITE = Site.lock("mmap: mmap lock over making a mapping");

    private static final long HUGE_PAGES = 512;

    /** Flags that MAP_SHARED_VALIDATE accepts: those that existed before it, {@code LEGACY_MAP_MASK}. */
    private static final int LEGACY_MASK = Mman.MAP_HUGE_2MB
            | Mman.MAP_HUGE_1GB
            | Mman.MAP_SHARED_VALIDATE
            | Mman.MAP_FIXED
            | Mman.MAP_ANONYMOUS
            | Mman.MAP_32BIT
            | Mman.MAP_ABOVE4G
            | Mman.MAP_GROWSDOWN
            | Mman.MAP_DENYWRITE
            | Mman.MAP_EXECUTABLE
            | Mman.MAP_LOCKED
            | Mman.MAP_NORESERVE
            | Mman.MAP_POPULATE
            | Mman.MAP_NONBLOCK
            | Mman.MAP_STACK
            | Mman.MAP_HUGETLB;

    private Mmap() {}

    /**
     * Maps {@code length} bytes, rounded up to pages.
     *
     * @param fd not looked at for anonymous memory
     * @param offset in bytes, a multiple of the page size
     * @return the address, or -errno
     */
    public static long call(TaskContext t, long addr, long length, long prot, long flags, int fd, long offset) {
        if (offsetInPage(offset) != 0) {
            return -Errno.EINVAL;
        }
        int f = (int) flags;
        if ((f & Mman.MAP_ANONYMOUS) != 0) {
            if ((f & Mman.MAP_HUGETLB) != 0) {
                return hugetlb(addr, length, f, offset);
            }
            return map(t, null, addr, length, prot, f, offset >>> PAGE_SHIFT);
        }
        OpenFile file = t.files().get(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            if (file.isPath()) {
                return -Errno.EBADF;
            }
            if ((f & Mman.MAP_HUGETLB) != 0) {
                return -Errno.EINVAL;
            }
            return map(t, file, addr, length, prot, f, offset >>> PAGE_SHIFT);
        } finally {
            file.put(t);
        }
    }

    /** No pages are set aside for hugetlbfs: known sizes find none, others do not exist. */
    private static long hugetlb(long addr, long length, int flags, long offset) {
        int log = flags >>> Mman.MAP_HUGE_SHIFT & Mman.MAP_HUGE_MASK;
        long size = 1L << (log == 0 ? 21 : log);
        int type = flags & Mman.MAP_TYPE;
        if (log != 0 && log != 21 && log != 30
                || (length + size - 1 & -size) == 0
                || type == 0
                || type > Mman.MAP_SHARED_VALIDATE
                || (flags & Mman.MAP_GROWSDOWN) != 0
                || (flags & (Mman.MAP_FIXED | Mman.MAP_FIXED_NOREPLACE)) != 0 && (addr & size - 1) != 0
                || (offset & size - 1) != 0) {
            return -Errno.EINVAL;
        }
        return -Errno.ENOMEM;
    }

    private static long map(
            TaskContext t, @Nullable OpenFile file, long addr, long length, long prot, int flags, long pgoff) {
        Space space = t.space();
        space.writeLock(WRITE);
        long result;
        boolean populate = false;
        try {
            Request r = new Request(t, file, length, prot, flags, pgoff);
            result = r.place(addr);
            populate = r.populate;
        } finally {
            space.writeUnlock();
        }
        if (populate && !Errno.isError(result)) {
            Populate.mapped(t, result, pageUp(length));
        }
        return result;
    }

    /** {@code do_mmap} for {@link RemapFilePages}. Preconditions: the mmap lock is held for writing. */
    static long mapLocked(TaskContext t, OpenFile file, long addr, long length, long prot, int flags, long pgoff) {
        return new Request(t, file, length, prot, flags, pgoff).place(addr);
    }

    /** What {@code do_mmap} decides on the way. */
    private static final class Request {
        private final TaskContext t;
        private final @Nullable OpenFile file;
        private final long prot;
        private int flags;
        private long length;
        private long pgoff;
        private long vmFlags;
        boolean populate;

        Request(TaskContext t, @Nullable OpenFile file, long length, long prot, int flags, long pgoff) {
            this.t = t;
            this.file = file;
            this.length = length;
            this.prot = prot;
            this.flags = flags;
            this.pgoff = pgoff;
        }

        long place(long addr) {
            Space space = t.space();
            if (length == 0) {
                return -Errno.EINVAL;
            }
            if ((flags & Mman.MAP_FIXED_NOREPLACE) != 0) {
                flags |= Mman.MAP_FIXED;
            }
            long hint = addr;
            if ((flags & Mman.MAP_FIXED) == 0) {
                hint = pageDown(hint);
                if (hint != 0 && Long.compareUnsigned(hint, Layout.MMAP_MIN_ADDR) < 0) {
                    hint = Layout.MMAP_MIN_ADDR;
                }
            }
            length = pageUp(length);
            if (length == 0) {
                return -Errno.ENOMEM;
            }
            if (pgoff + (length >>> PAGE_SHIFT) < pgoff) {
                return -Errno.EOVERFLOW;
            }
            if (space.mapCount() > Space.MAX_MAP_COUNT) {
                return -Errno.ENOMEM;
            }
            long key = prot == Mman.PROT_EXEC ? space.pkeys().forExecuteOnly(t) : 0;
            vmFlags = VmFlags.ofProt(prot) | key << VM_PKEY_SHIFT | ofMapFlags(flags) | space.defFlags() | VM_MAY_FLAGS;
            long at = Placement.find(t, file, hint, length, pgoff, flags);
            if (Errno.isError(at)) {
                return at;
            }
            if ((flags & Mman.MAP_FIXED_NOREPLACE) != 0 && space.vmas().findIntersection(at, at + length) != null) {
                return -Errno.EEXIST;
            }
            if ((flags & Mman.MAP_LOCKED) != 0 && !VmAccount.canMlock(t)) {
                return -Errno.EPERM;
            }
            if (!VmAccount.mlockFutureOk(t, vmFlags, length)) {
                return -Errno.EAGAIN;
            }
            long error = file != null ? forFile(file, at) : forAnonymous(at);
            if (error != 0) {
                return error;
            }
            if ((flags & Mman.MAP_NORESERVE) != 0 && t.kernel().commit().mode() != Commit.NEVER) {
                vmFlags |= VM_NORESERVE;
            }
            error = MapRegion.map(t, file, at, length, vmFlags, pgoff);
            if (error != 0) {
                return error;
            }
            populate = (vmFlags & VM_LOCKED) != 0
                    || (flags & (Mman.MAP_POPULATE | Mman.MAP_NONBLOCK)) == Mman.MAP_POPULATE;
            return at;
        }

        /** {@code calc_vm_flag_bits}: a stack does not want huge pages. */
        private static long ofMapFlags(int flags) {
            return ((flags & Mman.MAP_GROWSDOWN) != 0 ? VM_GROWSDOWN : 0)
                    | ((flags & Mman.MAP_LOCKED) != 0 ? VM_LOCKED : 0)
                    | ((flags & Mman.MAP_SYNC) != 0 ? VM_SYNC : 0)
                    | ((flags & Mman.MAP_STACK) != 0 ? VM_NOHUGEPAGE : 0);
        }

        private long forFile(OpenFile mapped, long at) {
            // What a file may hold is bounded by its offsets, which are signed; a device's are not.
            boolean signed = mapped.inode().isRegular() || mapped.inode().kind() == Inode.Kind.PIDFD;
            long most = signed ? Long.MAX_VALUE : -1L;
            if (Long.compareUnsigned(pgoff, most - length >>> PAGE_SHIFT) > 0) {
                return -Errno.EOVERFLOW;
            }
            switch (flags & Mman.MAP_TYPE) {
                case Mman.MAP_SHARED, Mman.MAP_SHARED_VALIDATE -> {
                    if ((flags & Mman.MAP_TYPE) == Mman.MAP_SHARED) {
                        flags &= LEGACY_MASK;
                    }
                    // A file system that can do DAX knows the flag, even where the file is none.
                    Inode.Kind kind = mapped.inode().kind();
                    boolean knowsSync =
                            kind == Inode.Kind.DISK || kind == Inode.Kind.DAX || kind == Inode.Kind.DEVICE_DAX;
                    int known = knowsSync ? LEGACY_MASK | Mman.MAP_SYNC : LEGACY_MASK;
                    if ((flags & ~known) != 0) {
                        return -Errno.EOPNOTSUPP;
                    }
                    if ((prot & Mman.PROT_WRITE) != 0 && !mapped.canWrite()) {
                        return -Errno.EACCES;
                    }
                    vmFlags |= VM_SHARED | VM_MAYSHARE;
                    if (!mapped.canWrite()) {
                        vmFlags &= ~(VM_MAYWRITE | VM_SHARED);
                    }
                }
                case Mman.MAP_PRIVATE -> {
                    // A device as one file has no page that could be copied from a cache, and refuses.
                    if (mapped.inode().kind() == Inode.Kind.DEVICE_DAX) {
                        return -Errno.EINVAL;
                    }
                }
                default -> {
                    return -Errno.EINVAL;
                }
            }
            if (!mapped.canRead()) {
                return -Errno.EACCES;
            }
            if (mapped.inode().kind() == Inode.Kind.PIDFD && (prot & Mman.PROT_EXEC) != 0) {
                return -Errno.EPERM;
            }
            if (mapped.inode().mapping() == null && mapped.inode().kind() != Inode.Kind.ZERO) {
                return -Errno.ENODEV;
            }
            FileMapping contents = mapped.inode().mapping();
            boolean misplaced = contents != null && ((at | length) & contents.alignment() - 1) != 0;
            if ((vmFlags & VM_GROWSDOWN) != 0 || misplaced) {
                return -Errno.EINVAL;
            }
            long sealed = Seals.mmapFlags(mapped, vmFlags);
            if (sealed < 0) {
                return sealed;
            }
            vmFlags = sealed;
            if (mapped.inode().kind() == Inode.Kind.HUGETLB) {
                // No huge pages are set aside.
                return (pgoff & HUGE_PAGES - 1) != 0 ? -Errno.EINVAL : -Errno.ENOMEM;
            }
            return 0;
        }

        private long forAnonymous(long at) {
            switch (flags & Mman.MAP_TYPE) {
                case Mman.MAP_SHARED -> {
                    if ((vmFlags & VM_GROWSDOWN) != 0) {
                        return -Errno.EINVAL;
                    }
                    pgoff = 0;
                    vmFlags |= VM_SHARED | VM_MAYSHARE;
                }
                case Mman.MAP_DROPPABLE -> {
                    if ((flags & (Mman.MAP_LOCKED | Mman.MAP_HUGETLB)) != 0 || (vmFlags & VM_GROWSDOWN) != 0) {
                        return -Errno.EINVAL;
                    }
                    vmFlags |= VM_DROPPABLE | VM_NORESERVE | VM_WIPEONFORK | VM_DONTDUMP;
                    pgoff = at >>> PAGE_SHIFT;
                }
                case Mman.MAP_PRIVATE -> pgoff = at >>> PAGE_SHIFT;
                default -> {
                    return -Errno.EINVAL;
                }
            }
            return 0;
        }
    }
}
