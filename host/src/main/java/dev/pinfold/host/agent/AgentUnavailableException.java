package dev.pinfold.host.agent;

/** The running kernel cannot be asked here: the message says why. */
public final class AgentUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    /** Makes the exception; the message is for the user. */
    public AgentUnavailableException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Returns why not. */
    public String reason() {
        return reason;
    }
}
