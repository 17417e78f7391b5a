package dev.pinfold.host.agent;

/** The agent died, hung or broke the protocol; it cannot be used any more. */
public final class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Makes the exception. */
    public AgentException(String message) {
        super(message);
    }
}
