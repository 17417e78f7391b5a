package dev.pinfold.host.diff;

import dev.pinfold.host.agent.AgentException;
import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.AgentUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the agent sees an instruction fetch fail on this machine. It steps one instruction; some virtual processors report the
 * step before they have fetched anything, and then a page that may not be executed looks as if it could be.
 */
final class ExecProbe {
    private static final long AT = 0x100000000000L;

    private static @Nullable Boolean known;
    private static boolean asking;

    private ExecProbe() {}

    /** Asks once, by a fetch from a page without the right to execute. */
    static synchronized boolean works() {
        if (asking) {
            return true;
        }
        Boolean answer = known;
        if (answer == null) {
            asking = true;
            answer = ask();
            asking = false;
            known = answer;
        }
        return answer;
    }

    private static boolean ask() {
        try (KernelSide kernel = new KernelSide(AgentOptions.standard())) {
            kernel.begin(1);
            List<Outcome> outcomes =
                    kernel.run(List.of(Op.of(0, Call.MMAP, AT, 4096, 3, 0x32, -1, 0), Op.of(0, Call.EXEC, AT)));
            return outcomes.getLast().kind() == Outcome.Kind.SIGNAL;
        } catch (AgentUnavailableException | AgentException e) {
            return true;
        }
    }
}
