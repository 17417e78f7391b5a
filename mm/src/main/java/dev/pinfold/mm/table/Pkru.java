package dev.pinfold.mm.table;

import dev.pinfold.mm.abi.Mman;

/**
 * The register that says what a task may do with user memory of each protection key: for key {@code k} bit {@code 2k}
 * forbids every data access and bit {@code 2k + 1} stores. Instruction fetches are not its business.
 */
public final class Pkru {
    /** What a program begins with: only key 0 may be used ({@code init_pkru_value}). */
    public static final int DEFAULT = 0x55555554;

    /** Keys that the entries of page tables have room for ({@code arch_max_pkey}). */
    public static final int KEYS = 16;

    private Pkru() {}

    /** Whether a load, or a store, of memory with a key goes through ({@code __pkru_allows_pkey}). */
    public static boolean allows(int pkru, int key, boolean write) {
        int forbids = write ? Mman.PKEY_DISABLE_ACCESS | Mman.PKEY_DISABLE_WRITE : Mman.PKEY_DISABLE_ACCESS;
        return (pkru >>> 2 * key & forbids) == 0;
    }

    /** The register with other rights to one key. */
    public static int with(int pkru, int key, int rights) {
        return pkru & ~((Mman.PKEY_DISABLE_ACCESS | Mman.PKEY_DISABLE_WRITE) << 2 * key) | rights << 2 * key;
    }
}
