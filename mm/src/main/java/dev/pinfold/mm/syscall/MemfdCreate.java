package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.Limits;
import dev.pinfold.mm.space.TaskContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code memfd_create(2)}. */
public final class MemfdCreate {
    private static final int MFD_CLOEXEC = 0x1;
    private static final int MFD_ALLOW_SEALING = 0x2;
    private static final int MFD_HUGETLB = 0x4;
    private static final int MFD_NOEXEC_SEAL = 0x8;
    private static final int MFD_EXEC = 0x10;
    private static final int MFD_ALL = MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_HUGETLB | MFD_NOEXEC_SEAL | MFD_EXEC;
    private static final int MFD_HUGE_SHIFT = 26;
    private static final int MFD_HUGE_MASK = 0x3f;
    private static final int NAME_MAX = 249;
    private static final int PAGE_SHIFT = 12;
    private static final int DEFAULT_HUGE = 21;

    private MemfdCreate() {}

    /** With the address of the name, of which no more is read than a name may have. */
    static long call(TaskContext t, long name, int flags) {
        return call(t, UserMemory.string(t, name, NAME_MAX + 1), flags);
    }

    /**
     * Makes an anonymous file.
     *
     * @param name null for a pointer that cannot be read
     * @return the descriptor, or -EINVAL (flags, a name of more than 249 bytes), -EFAULT, -EMFILE, -ENODEV (a size of
     *     huge pages that x86-64 does not have)
     */
    public static long call(TaskContext t, @Nullable String name, int flags) {
        boolean huge = (flags & MFD_HUGETLB) != 0;
        int allowed = huge ? MFD_ALL | MFD_HUGE_MASK << MFD_HUGE_SHIFT : MFD_ALL;
        if ((flags & ~allowed) != 0 || (flags & (MFD_EXEC | MFD_NOEXEC_SEAL)) == (MFD_EXEC | MFD_NOEXEC_SEAL)) {
            return -Errno.EINVAL;
        }
        if (name == null) {
            return -Errno.EFAULT;
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
            return -Errno.EINVAL;
        }
        int size = flags >>> MFD_HUGE_SHIFT & MFD_HUGE_MASK;
        if (huge && size != 0 && size != 21 && size != 30) {
            return -Errno.ENODEV;
        }
        int shift = huge ? (size == 0 ? DEFAULT_HUGE : size) : PAGE_SHIFT;
        boolean noexec = (flags & MFD_NOEXEC_SEAL) != 0;
        OpenFile f = t.kernel().files().memfd(name, noexec || (flags & MFD_ALLOW_SEALING) != 0, !noexec, shift);
        long limit = t.limits().soft(Limits.RLIMIT_NOFILE);
        long fd = t.files().install(f, 0, limit, (flags & MFD_CLOEXEC) != 0);
        if (fd < 0) {
            f.put(t);
        }
        return fd;
    }
}
