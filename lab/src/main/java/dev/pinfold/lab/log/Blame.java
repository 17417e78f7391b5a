package dev.pinfold.lab.log;

/** Whose fault it is that a result differs from the log's. */
public enum Blame {
    /** The log shows all that is needed, and Pinfold gives something else. */
    PINFOLD("Pinfold differs from the kernel that the log shows"),
    /** What decides the result is not in the log. */
    LOG("the log does not show enough"),
    /** The log was taken on a kernel, or a machine, with another rule. */
    RULE("the log was taken under another rule");

    private final String shown;

    Blame(String shown) {
        this.shown = shown;
    }

    /** Returns it in words. */
    public String shown() {
        return shown;
    }
}
