package dev.pinfold.lab.log.read;

/** Whose lines a log holds. */
public enum Dialect {
    STRACE("strace"),
    GVISOR("gVisor's strace"),
    PERF("perf trace");

    private final String shown;

    Dialect(String shown) {
        this.shown = shown;
    }

    /** Returns the name for a report. */
    public String shown() {
        return shown;
    }
}
