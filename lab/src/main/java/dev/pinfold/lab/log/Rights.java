package dev.pinfold.lab.log;

import dev.pinfold.lab.lang.Line;
import java.util.Set;

/** Follows who the caller is: a process that changes its effective user from 0 loses its capabilities. */
final class Rights {
    private static final Set<String> CHANGES = Set.of("setuid", "setreuid", "setresuid");
    private static final int KEPT = -1;

    private Rights() {}

    /** Says whether a call changes the caller's user. */
    static boolean changes(Line line) {
        return CHANGES.contains(line.name());
    }

    /** Takes over what a successful call changed. */
    static void follow(LogTask task, Line line, LogWorld world) {
        if (LogFacts.result(line).orElse(-1) != 0) {
            return;
        }
        int user = (int) LogFacts.argument(line, line.name().equals("setuid") ? 0 : 1);
        if (user == KEPT) {
            return;
        }
        task.calls.initialState().setPrivileged(user == 0);
        if (user != 0) {
            world.conclude(line.number(), "the caller gives up user 0, and with it CAP_IPC_LOCK");
        }
    }
}
