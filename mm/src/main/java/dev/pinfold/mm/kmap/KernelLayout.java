package dev.pinfold.mm.kmap;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.device.Devices;

/**
 * Where the kernel's addresses lie. The direct map goes upwards from {@code page_offset_base}; the slots of temporary maps
 * go downwards from the top of the fixmap, one page each, so that what runs over the end of a map comes into the slot that
 * was given out before; the pool of lasting maps lies apart.
 */
final class KernelLayout {
    /** {@code FIXADDR_TOP} of x86-64. */
    static final long FIXADDR_TOP = 0xffff_ffff_ff7f_f000L;

    /** {@code PKMAP_BASE}. */
    static final long PKMAP_BASE = 0xffff_fe80_0000_0000L;

    private KernelLayout() {}

    /** The address of a slot: {@code __fix_to_virt(FIX_KMAP_BEGIN + slot)}. */
    static long slotAddress(int slot) {
        return FIXADDR_TOP - ((long) slot + 1 << PAGE_SHIFT);
    }

    /** The slot that holds an address; negative or too large if it is none. */
    static long slot(long address) {
        return (FIXADDR_TOP - 1 - address) >> PAGE_SHIFT;
    }

    /** The place in the pool that holds an address; negative or too large if it is none. */
    static long poolPlace(long address) {
        return address - PKMAP_BASE >> PAGE_SHIFT;
    }

    static long poolAddress(int place) {
        return PKMAP_BASE + ((long) place << PAGE_SHIFT);
    }

    /** The frame behind an address of the direct map; negative or too large if it is none. */
    static long directFrame(long address) {
        return address - Devices.PAGE_OFFSET >> PAGE_SHIFT;
    }
}
