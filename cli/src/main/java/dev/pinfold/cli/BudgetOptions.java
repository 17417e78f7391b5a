package dev.pinfold.cli;

import dev.pinfold.lab.explore.Budget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much an exploration may cost: work, which is the same on every machine, unless seconds are asked for. */
final class BudgetOptions {
    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Option(
            names = "--work",
            paramLabel = "N",
            description = {
                "End each exploration after N thousand operations; a run counts for half a thousand besides what it does.",
                "Default: enough for a look, unless another bound is given."
            })
    @Nullable
    Long work;

    @Option(names = "--seconds", paramLabel = "S", description = "End each exploration after S seconds.")
    @Nullable
    Double seconds;

    /**
     * The budget asked for.
     *
     * @param otherwise work, in thousands, where neither option is given
     */
    Budget budget(long otherwise) {
        if (seconds != null && !(seconds > 0) || work != null && work < 1) {
            throw new ParameterException(spec.commandLine(), "--seconds and --work take numbers above 0");
        }
        long thousands = work != null ? work : seconds != null ? Long.MAX_VALUE / 1000 : otherwise;
        return new Budget(
                Math.min(thousands, Long.MAX_VALUE / 1000) * 1000,
                seconds == null ? Double.POSITIVE_INFINITY : seconds,
                Interruption::wanted);
    }
}
