package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.space.Pkeys;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pkru;

/** {@code pkey_alloc(2)}, {@code pkey_free(2)} and {@code pkey_mprotect(2)}: protection keys of user memory. */
public final class Pkey {
    private static final Site ALLOC = Site.lock("pkey_alloc: mmap lock over taking a key");
    private static final Site FREE = Site.lock("pkey_free: mmap lock over giving a key back");

    private Pkey() {}

    /**
     * Takes a key, and gives the calling task these rights to it.
     *
     * @param flags none is known
     * @param rights {@link Mman#PKEY_DISABLE_ACCESS} and {@link Mman#PKEY_DISABLE_WRITE}
     * @return the key, -EINVAL, or -ENOSPC if all are taken
     */
    public static long alloc(TaskContext t, long flags, long rights) {
        if (flags != 0 || (rights & ~(Mman.PKEY_DISABLE_ACCESS | Mman.PKEY_DISABLE_WRITE)) != 0) {
            return -Errno.EINVAL;
        }
        t.space().writeLock(ALLOC);
        try {
            Pkeys keys = t.space().pkeys();
            int key = keys.allocate();
            if (key < 0) {
                return -Errno.ENOSPC;
            }
            if (!t.kernel().pkeys()) {
                // Noticed only now, and Linux forgets nothing: see there what has become of the key.
                keys.free(key);
                return -Errno.EINVAL;
            }
            t.setPkru(Pkru.with(t.pkru(), key, (int) rights));
            return key;
        } finally {
            t.space().writeUnlock();
        }
    }

    /** Gives a key back; whether memory has it is not looked at. 0, or -EINVAL if it is not the program's. */
    public static long free(TaskContext t, int key) {
        t.space().writeLock(FREE);
        try {
            return t.space().pkeys().free(key) ? 0 : -Errno.EINVAL;
        } finally {
            t.space().writeUnlock();
        }
    }

    /** As {@link Mprotect#call}, and gives the range a key; -EINVAL for one that is not the program's. -1 for mprotect. */
    public static long mprotect(TaskContext t, long addr, long length, long prot, int key) {
        return Mprotect.protect(t, addr, length, prot, key);
    }
}
