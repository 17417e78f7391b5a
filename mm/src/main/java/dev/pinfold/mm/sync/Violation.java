package dev.pinfold.mm.sync;

/** A rule of the house was broken in a controlled run. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String kind;

    /** Creates a violation of a kind ({@code "lock order"}, {@code "deadlock"}, {@code "data race"}, …). */
    public Violation(String kind, String message) {
        super(message);
        this.kind = kind;
    }

    public String kind() {
        return kind;
    }
}
