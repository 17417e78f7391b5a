package dev.pinfold.lab.run;

import dev.pinfold.lab.lang.Line;
import org.jspecify.annotations.Nullable;

/**
 * Pinfold failed while it ran a workload: the machine contradicts itself, or an exception came out of it that no program can
 * cause. The cause says what, the message where.
 */
public final class RunFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunFailure(String file, @Nullable Line line, Throwable cause) {
        super(line == null ? file + ", after its last line" : file + ":" + line.number() + ", " + line.call(), cause);
    }
}
