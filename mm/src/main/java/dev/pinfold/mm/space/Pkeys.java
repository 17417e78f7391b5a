package dev.pinfold.mm.space;

import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.table.Pkru;

/**
 * The protection keys that an address space has given out: {@code pkey_allocation_map} and {@code execute_only_pkey}.
 *
 * <p>Guarded by the space's mmap lock for writing. Nobody looks whether memory still has a key that is given back.
 *
 * <p>On a machine without keys this behaves as Linux does there: the first key asked for is number 0, which then cannot
 * be given rights, nor be given back since it is taken for that of execute-only memory; so it is gone.
 */
public final class Pkeys {
    private static final int NONE = -1;

    private final boolean present;
    private final IntCell allocated;
    private final IntCell executeOnly;

    /** Of a new space. Key 0 is what memory has that was given none. */
    Pkeys(boolean present) {
        this(present, present ? 1 : 0, present ? NONE : 0);
    }

    private Pkeys(boolean present, int allocated, int executeOnly) {
        this.present = present;
        this.allocated = new IntCell(allocated);
        this.executeOnly = new IntCell(executeOnly);
    }

    /** What fork gives the child: the same keys ({@code arch_dup_pkeys}). */
    Pkeys copy() {
        return new Pkeys(present, allocated.get(), executeOnly.get());
    }

    private int keys() {
        return present ? Pkru.KEYS : 1;
    }

    /** {@code mm_pkey_alloc}: the lowest free key, or -1. */
    public int allocate() {
        int map = allocated.get();
        int key = Integer.numberOfTrailingZeros(~map);
        if (key >= keys()) {
            return NONE;
        }
        allocated.set(map | 1 << key);
        return key;
    }

    /** {@code mm_pkey_is_allocated}: whether the program may name a key; that of execute-only memory it may not. */
    public boolean isAllocated(int key) {
        return key >= 0 && key < keys() && key != executeOnly.get() && (allocated.get() & 1 << key) != 0;
    }

    /** {@code mm_pkey_free}: false if the key is not the program's. */
    public boolean free(int key) {
        if (!isAllocated(key)) {
            return false;
        }
        allocated.set(allocated.get() & ~(1 << key));
        return true;
    }

    /** The key of execute-only memory, or -1 before there is any. */
    public int executeOnly() {
        return executeOnly.get();
    }

    /**
     * {@code execute_only_pkey}: the key that lets nobody load or store, with the task's rights set so. Other threads keep
     * the rights they have.
     *
     * @return the key, or 0 if there are no keys, or none is left
     */
    public int forExecuteOnly(TaskContext t) {
        if (!present) {
            return 0;
        }
        int key = executeOnly.get();
        if (key == NONE) {
            key = allocate();
            if (key == NONE) {
                return 0;
            }
            executeOnly.set(key);
        } else if (!Pkru.allows(t.pkru(), key, false)) {
            return key;
        }
        t.setPkru(Pkru.with(t.pkru(), key, Mman.PKEY_DISABLE_ACCESS));
        return key;
    }
}
