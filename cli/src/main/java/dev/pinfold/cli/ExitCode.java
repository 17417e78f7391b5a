package dev.pinfold.cli;

/** What every command's exit status means. Scripts rely on the numbers. */
public final class ExitCode {
    /** All was as expected. */
    public static final int AS_EXPECTED = 0;

    /** The work was done and something is not as expected: a difference, a violation, a survivor, a missed budget. */
    public static final int NOT_AS_EXPECTED = 1;

    /** The input or the command line cannot be used; nothing was done. */
    public static final int BAD_INPUT = 2;

    /** Pinfold itself failed. */
    public static final int FAILED = 3;

    private ExitCode() {}

    /** The status of finished work. */
    public static int of(boolean asExpected) {
        return asExpected ? AS_EXPECTED : NOT_AS_EXPECTED;
    }
}
