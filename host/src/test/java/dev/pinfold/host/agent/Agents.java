package dev.pinfold.host.agent;

import static org.junit.jupiter.api.Assumptions.abort;

/** Agents for tests, which are skipped where there is none. */
public final class Agents {
    private Agents() {}

    /** Starts an agent, or skips the test with what it said. */
    public static Agent start() {
        try {
            return Agent.start(AgentOptions.standard());
        } catch (AgentUnavailableException e) {
            return abort(e.reason());
        }
    }
}
