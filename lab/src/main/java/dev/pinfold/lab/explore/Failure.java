package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.ViolationKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run in which a rule was broken.
 *
 * @param kind the rule
 * @param message what is wrong
 * @param schedule leads a replay there; see {@link Explorer#replay}
 * @param steps each operation of the run
 * @param tasks the tasks' names, in order
 * @param preemptions how often a task was made to wait that could have gone on
 * @param before what was where before the tasks began, in words
 * @param after what is where at the end
 * @param cause what was thrown, if anything
 */
public record Failure(
        ViolationKind kind,
        String message,
        String schedule,
        List<ScheduleStep> steps,
        List<String> tasks,
        int preemptions,
        Map<String, String> before,
        Map<String, String> after,
        @Nullable Throwable cause) {}
