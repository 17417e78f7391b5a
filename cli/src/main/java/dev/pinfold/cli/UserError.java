package dev.pinfold.cli;

/**
 * Something the user can mend: the message, of one line or several, is all that is shown, and the exit status is
 * {@link ExitCode#BAD_INPUT}. A command throws it instead of printing, so that nothing half done reaches standard output.
 */
public final class UserError extends RuntimeException {
    /** The message is shown as it stands; it names the place, what was found and what was expected. */
    public UserError(String message) {
        super(message);
    }

    /** As {@link #UserError(String)}; the cause is shown only where stack traces are asked for. */
    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
