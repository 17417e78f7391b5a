package dev.pinfold.mm.device;

/** What a device's memory is for: {@code enum memory_type}. */
public enum DeviceKind {
    /** The memory holds a file system, whose files are mapped without a cache. */
    FSDAX("fsdax"),
    /** The memory is mapped as one file. */
    GENERIC("generic"),
    /** The CPU cannot reach the memory; a page of it that is touched comes back to ordinary memory. */
    PRIVATE("private");

    private final String label;

    DeviceKind(String label) {
        this.label = label;
    }

    /** The name that workloads use. */
    public String label() {
        return label;
    }
}
