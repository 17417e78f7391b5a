package dev.pinfold.mm.sync;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The scheduler while nobody explores: one task, which goes straight on, and for which waiting in vain is a deadlock. */
final class Direct implements Scheduler {
    static final Direct INSTANCE = new Direct();

    private Direct() {}

    @Override
    public int currentTask() {
        return 0;
    }

    @Override
    public void also(Op op, long object, long bytes) {}

    @Override
    public void point(Op op, long object, long bytes, @Nullable Site site) {}

    @Override
    public void await(Op op, long object, @Nullable Site site, BooleanSupplier possible) {
        if (!possible.getAsBoolean()) {
            throw violation(
                    ViolationKind.DEADLOCK,
                    op + " " + Sync.describe(object) + " at \"" + site + "\" waits, and nobody else runs");
        }
    }

    @Override
    public void result(boolean changed, long value) {}

    @Override
    public Violation violation(ViolationKind kind, String message) {
        throw new Violation(kind, message);
    }
}
