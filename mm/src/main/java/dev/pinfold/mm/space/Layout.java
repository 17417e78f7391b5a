package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

/**
 * Where things lie in a new address space, in bytes. What Linux draws at random at execve is fixed here, so that runs
 * repeat.
 *
 * @param levels page-table levels, 4 or 5
 * @param mmapTop addresses that nobody chose lie top-down below this: {@code mm->mmap_base}
 * @param mmapFloor where the search goes upward from when there is no room below the top: {@code mm->mmap_legacy_base}
 * @param heapStart where the heap begins: {@code mm->start_brk}
 */
public record Layout(int levels, long mmapTop, long mmapFloor, long heapStart) {
    /** Lowest address that a mapping is placed at, a hint leads to or a stack grows to: {@code mmap_min_addr}. */
    public static final long MMAP_MIN_ADDR = 0x10000;

    /** Lowest address that may be mapped with MAP_FIXED and no privilege: {@code dac_mmap_min_addr}. */
    public static final long FIXED_MIN_ADDR = 0x1000;

    /** Where a mapping lies that has not asked for more: 47 bits, less a page. {@code DEFAULT_MAP_WINDOW}. */
    public static final long DEFAULT_MAP_WINDOW = (1L << 47) - PAGE_SIZE;

    private static final long LEVEL_5_SIZE = (1L << 56) - PAGE_SIZE;

    public Layout {
        if (levels != 4 && levels != 5) {
            throw new IllegalArgumentException("levels " + levels + ", expected 4 or 5");
        }
        if ((mmapTop | mmapFloor) << 52 != 0
                || mmapTop < MMAP_MIN_ADDR
                || mmapTop > DEFAULT_MAP_WINDOW
                || mmapFloor < 0
                || mmapFloor > DEFAULT_MAP_WINDOW
                || heapStart < 0
                || heapStart > DEFAULT_MAP_WINDOW) {
            throw new IllegalArgumentException(
                    "impossible layout: mmapTop=%x mmapFloor=%x heapStart=%x".formatted(mmapTop, mmapFloor, heapStart));
        }
    }

    /** A layout like that of a program on x86-64 without randomisation. */
    public static Layout standard(int levels) {
        return new Layout(levels, 0x7ffff7fff000L, 0x2aaaaaaab000L, 0x555555559000L);
    }

    /** This layout with mappings placed bottom-up from an address, as the legacy layout has it: there is no room below a top. */
    public Layout bottomUp(long floor) {
        return new Layout(levels, MMAP_MIN_ADDR, floor, heapStart);
    }

    /** End of the addresses a program may use: {@code TASK_SIZE}. */
    public long taskSize() {
        return levels == 5 ? LEVEL_5_SIZE : DEFAULT_MAP_WINDOW;
    }
}
