package dev.pinfold.mm.frame;

/**
 * How much physical memory a machine has, and of which zones; all sizes in frames of 4 KiB.
 *
 * @param cpus CPUs that allocate, each with a cache of its own; at least 1
 * @param normal frames of {@link Zone#NORMAL}; at least {@link #MIN_NORMAL}, of which the lowest few are reserved
 * @param highmem frames of {@link Zone#HIGHMEM}
 * @param movable frames of {@link Zone#MOVABLE}
 * @param device frames of {@link Zone#DEVICE}
 */
public record FrameConfig(int cpus, int normal, int highmem, int movable, int device) {
    /** The least {@link Zone#NORMAL} memory with which a machine can hold one page and its tables. */
    public static final int MIN_NORMAL = 8;

    public FrameConfig {
        if (cpus < 1 || normal < MIN_NORMAL || highmem < 0 || movable < 0 || device < 0) {
            throw new IllegalArgumentException(
                    "impossible memory: cpus=%d normal=%d highmem=%d movable=%d device=%d frames"
                            .formatted(cpus, normal, highmem, movable, device));
        }
        Math.addExact(Math.addExact(normal, highmem), Math.addExact(movable, device));
    }

    /** A machine with {@code frames} frames of ordinary memory and nothing else. */
    public static FrameConfig of(int cpus, int frames) {
        return new FrameConfig(cpus, frames, 0, 0, 0);
    }

    /** Frames of all zones together. */
    public int frames() {
        return normal + highmem + movable + device;
    }

    /** Frames of one zone. */
    public int frames(Zone zone) {
        return switch (zone) {
            case NORMAL -> normal;
            case HIGHMEM -> highmem;
            case MOVABLE -> movable;
            case DEVICE -> device;
        };
    }

    /**
     * Refuses what is no number of a frame, before it is taken for an address.
     *
     * @throws IllegalArgumentException unless {@code pfn} lies in {@code [1, frames())}
     */
    public int requirePage(int pfn) {
        if (pfn < 1 || pfn >= frames()) {
            throw new IllegalArgumentException("page " + pfn + ": this machine has pages 1 to " + (frames() - 1));
        }
        return pfn;
    }
}
