package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.abi.Memfd;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;
import org.jspecify.annotations.Nullable;

/** {@code memfd_create(2)}. */
public final class MemfdCreate {
    private static final int MFD_ALL =
            Memfd.MFD_CLOEXEC | Memfd.MFD_ALLOW_SEALING | Memfd.MFD_HUGETLB | Memfd.MFD_NOEXEC_SEAL | Memfd.MFD_EXEC;
    private static final int LONGEST_NAME = Fs.NAME_MAX - "memfd:".length();
    private static final int DEFAULT_HUGE = 21;

    private MemfdCreate() {}

    /** With the address of the name, of which no more is read than a name may have. */
    static long call(TaskContext t, long name, int flags) {
        return call(t, UserMemory.string(t, name, LONGEST_NAME + 1), flags);
    }

    /**
     * Makes an anonymous file.
     *
     * @param name one character a byte; null for a pointer that cannot be read
     * @return the descriptor, or -EINVAL (flags, a name of more than 249 bytes), -EFAULT, -EMFILE, -ENODEV (a size of
     *     huge pages that x86-64 does not have)
     */
    public static long call(TaskContext t, @Nullable String name, int flags) {
        boolean huge = (flags & Memfd.MFD_HUGETLB) != 0;
        int allowed = huge ? MFD_ALL | Memfd.MFD_HUGE_MASK << Memfd.MFD_HUGE_SHIFT : MFD_ALL;
        if ((flags & ~allowed) != 0
                || (flags & (Memfd.MFD_EXEC | Memfd.MFD_NOEXEC_SEAL)) == (Memfd.MFD_EXEC | Memfd.MFD_NOEXEC_SEAL)) {
            return -Errno.EINVAL;
        }
        if (name == null) {
            return -Errno.EFAULT;
        }
        if (name.length() > LONGEST_NAME) {
            return -Errno.EINVAL;
        }
        int size = flags >>> Memfd.MFD_HUGE_SHIFT & Memfd.MFD_HUGE_MASK;
        if (huge && size != 0 && size != 21 && size != 30) {
            return -Errno.ENODEV;
        }
        int shift = huge ? (size == 0 ? DEFAULT_HUGE : size) : PAGE_SHIFT;
        boolean noexec = (flags & Memfd.MFD_NOEXEC_SEAL) != 0;
        OpenFile f = t.kernel().files().memfd(name, noexec || (flags & Memfd.MFD_ALLOW_SEALING) != 0, !noexec, shift);
        long limit = t.limits().soft(Rlimit.RLIMIT_NOFILE);
        long fd = t.files().install(f, 0, limit, (flags & Memfd.MFD_CLOEXEC) != 0);
        if (fd < 0) {
            f.put(t);
        }
        return fd;
    }
}
