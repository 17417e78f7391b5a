package dev.pinfold.mm.sync;

/** A rule of the house was broken in a controlled run. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final ViolationKind kind;

    /** Creates a violation of a kind. */
    public Violation(ViolationKind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** The rule that was broken. */
    public ViolationKind kind() {
        return kind;
    }
}
