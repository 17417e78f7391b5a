package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a machine is made of. {@link #defaults} with any field replaced:
 * {@code MachineConfig.defaults().withMemory(1L << 30)}.
 *
 * @param cpus number of CPUs, 1 to 64
 * @param memory bytes of physical memory, highmem included
 * @param highmem bytes of the memory that lie in the zone without permanent kernel addresses
 * @param movable bytes of the memory that hold only pages which can be moved elsewhere: nothing there is pinned for long
 * @param swap bytes of swap space; counts for overcommit
 * @param levels levels of the page tables, 4 or 5
 * @param thp huge pages: "always", "madvise" or "never"
 * @param maxPtesNone {@code khugepaged/max_ptes_none}: pages of a huge one that may be missing, or full of zeroes, 0 to 511
 * @param overcommit {@code vm.overcommit_memory}, 0, 1 or 2
 * @param privileged whether tasks begin with all capabilities
 * @param pkeys whether the processors have protection keys for user memory
 * @param zeroPage whether a read of untouched private memory maps the shared page of zeroes; kernels that forbid it
 *     ({@code mm_forbids_zeropage}, some guests) give a page of its own at once
 * @param mmapTop the end of the area where mappings without an address are placed, top-down
 * @param mmapFloor where the search goes upward from when there is no room below the top
 * @param heapStart where the heap of a new address space begins
 * @param devices devices with memory of their own
 * @param kernelMaps how the kernel reaches memory that it has no permanent address for
 */
public record MachineConfig(
        int cpus,
        long memory,
        long highmem,
        long movable,
        long swap,
        int levels,
        String thp,
        int maxPtesNone,
        int overcommit,
        boolean privileged,
        boolean pkeys,
        boolean zeroPage,
        long mmapTop,
        long mmapFloor,
        long heapStart,
        List<DeviceConfig> devices,
        KernelMaps kernelMaps) {
    /**
     * How kernel maps are configured.
     *
     * @param forced whether every page is mapped to be reached, with guards between maps
     * @param pool lasting maps at a time, of which every CPU knows
     */
    public record KernelMaps(boolean forced, int pool) {
        /** Only high memory is mapped; 512 lasting maps, as many as a page table has entries. */
        public static final KernelMaps DEFAULT = new KernelMaps(false, 512);

        public KernelMaps {
            if (pool < 1 || pool > 512) {
                throw new IllegalArgumentException("lasting kernel maps: " + pool + ", expected 1 to 512");
            }
        }
    }

    public MachineConfig {
        devices = List.copyOf(devices);
        if (cpus < 1 || cpus > 64) {
            throw new IllegalArgumentException("cpus=" + cpus + ", expected 1 to 64");
        }
        if (memory < 64 * PAGE_SIZE
                || memory > 1L << 42
                || highmem < 0
                || movable < 0
                || highmem > memory - movable - 64 * PAGE_SIZE
                || swap < 0) {
            throw new IllegalArgumentException("impossible sizes: memory=%d highmem=%d movable=%d swap=%d, "
                            .formatted(memory, highmem, movable, swap)
                    + "expected memory between 256K and 4T with at least 256K that is neither highmem nor movable");
        }
        if (levels != 4 && levels != 5) {
            throw new IllegalArgumentException("levels=" + levels + ", expected 4 or 5");
        }
        if (!thp.equals("always") && !thp.equals("madvise") && !thp.equals("never")) {
            throw new IllegalArgumentException("thp=" + thp + ", expected always, madvise or never");
        }
        if (maxPtesNone < 0 || maxPtesNone > 511) {
            throw new IllegalArgumentException("max_ptes_none=" + maxPtesNone + ", expected 0 to 511");
        }
        if (overcommit < 0 || overcommit > 2) {
            throw new IllegalArgumentException("overcommit=" + overcommit + ", expected 0, 1 or 2");
        }
        if (((mmapTop | mmapFloor | heapStart) & PAGE_SIZE - 1) != 0) {
            throw new IllegalArgumentException(
                    "impossible layout: top %x, floor %x, heap %x".formatted(mmapTop, mmapFloor, heapStart));
        }
    }

    /** 2 CPUs, 64 MiB, four levels, overcommit by guess, no privileges, no protection keys, Linux's layout without randomness. */
    public static MachineConfig defaults() {
        return new MachineConfig(
                2,
                64L << 20,
                0,
                0,
                0,
                4,
                "madvise",
                511,
                0,
                false,
                false,
                true,
                0x7fff_f7ff_f000L,
                0x2aaa_aaaa_b000L,
                0x5555_5556_0000L,
                List.of(),
                KernelMaps.DEFAULT);
    }

    public MachineConfig withCpus(int n) {
        return with(draft -> draft.cpus = n);
    }

    public MachineConfig withMemory(long bytes) {
        return with(draft -> draft.memory = bytes);
    }

    public MachineConfig withHighmem(long bytes) {
        return with(draft -> draft.highmem = bytes);
    }

    public MachineConfig withMovable(long bytes) {
        return with(draft -> draft.movable = bytes);
    }

    public MachineConfig withSwap(long bytes) {
        return with(draft -> draft.swap = bytes);
    }

    public MachineConfig withLevels(int n) {
        return with(draft -> draft.levels = n);
    }

    public MachineConfig withThp(String mode) {
        return with(draft -> draft.thp = mode);
    }

    public MachineConfig withMaxPtesNone(int pages) {
        return with(draft -> draft.maxPtesNone = pages);
    }

    public MachineConfig withOvercommit(int mode) {
        return with(draft -> draft.overcommit = mode);
    }

    public MachineConfig withPrivileged(boolean yes) {
        return with(draft -> draft.privileged = yes);
    }

    public MachineConfig withPkeys(boolean yes) {
        return with(draft -> draft.pkeys = yes);
    }

    public MachineConfig withZeroPage(boolean yes) {
        return with(draft -> draft.zeroPage = yes);
    }

    /** Where mappings and the heap are placed. */
    public MachineConfig withLayout(long top, long floor, long heap) {
        return with(draft -> {
            draft.mmapTop = top;
            draft.mmapFloor = floor;
            draft.heapStart = heap;
        });
    }

    /** With one device more. */
    public MachineConfig withDevice(DeviceConfig device) {
        return with(draft -> draft.devices.add(device));
    }

    /** With other kernel maps. */
    public MachineConfig withKernelMaps(KernelMaps maps) {
        return with(draft -> draft.kernelMaps = maps);
    }

    private MachineConfig with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.build();
    }

    /** A configuration while one of its fields changes; it is checked when it is built. */
    private static final class Draft {
        int cpus;
        long memory;
        long highmem;
        long movable;
        long swap;
        int levels;
        String thp;
        int maxPtesNone;
        int overcommit;
        boolean privileged;
        boolean pkeys;
        boolean zeroPage;
        long mmapTop;
        long mmapFloor;
        long heapStart;
        final List<DeviceConfig> devices;
        KernelMaps kernelMaps;

        Draft(MachineConfig from) {
            cpus = from.cpus;
            memory = from.memory;
            highmem = from.highmem;
            movable = from.movable;
            swap = from.swap;
            levels = from.levels;
            thp = from.thp;
            maxPtesNone = from.maxPtesNone;
            overcommit = from.overcommit;
            privileged = from.privileged;
            pkeys = from.pkeys;
            zeroPage = from.zeroPage;
            mmapTop = from.mmapTop;
            mmapFloor = from.mmapFloor;
            heapStart = from.heapStart;
            devices = new ArrayList<>(from.devices);
            kernelMaps = from.kernelMaps;
        }

        MachineConfig build() {
            return new MachineConfig(
                    cpus,
                    memory,
                    highmem,
                    movable,
                    swap,
                    levels,
                    thp,
                    maxPtesNone,
                    overcommit,
                    privileged,
                    pkeys,
                    zeroPage,
                    mmapTop,
                    mmapFloor,
                    heapStart,
                    devices,
                    kernelMaps);
        }
    }
}
