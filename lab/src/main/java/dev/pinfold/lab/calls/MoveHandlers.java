package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.mm.ErrnoException;
import java.util.Map;

/** Pages that are moved to other frames, given up, and followed by checkpoints. */
final class MoveHandlers {
    static final Map<String, Handler> HANDLERS = Map.of(
            "migrate_page",
            Handler.of((t, a) -> t.pages.migratePage(t.page(a))),
            "reclaim",
            Handler.of((t, a) -> t.pages.reclaim(a.count(0))),
            "checkpoint",
            (t, a) -> {
                try {
                    return StepOutcome.of(t.process.checkpoint(t.task));
                } catch (ErrnoException e) {
                    return StepOutcome.ofSyscall(-e.errno());
                }
            });

    private MoveHandlers() {}
}
