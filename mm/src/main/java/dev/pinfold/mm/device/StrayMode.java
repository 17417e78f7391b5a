package dev.pinfold.mm.device;

/** Whether a device's memory is protected against the kernel's own stray accesses, and what becomes of one. */
public enum StrayMode {
    /** Not protected. */
    OFF("off"),
    /** Reported; the task that made it gets the right, and goes on. Others do not. */
    RELAXED("relaxed"),
    /** Reported and refused: it never lands. */
    STRICT("strict");

    private final String label;

    StrayMode(String label) {
        this.label = label;
    }

    /** The name that workloads use. */
    public String label() {
        return label;
    }
}
