package dev.pinfold.lab.junit;

import dev.pinfold.lab.explore.Strategy;
import dev.pinfold.mm.sync.ViolationKind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run under every schedule of its tasks. The method has one parameter, {@link Tasks}; it builds the shared
 * state and adds the tasks, and is called afresh for each schedule:
 *
 * <pre>{@code
 * @Explore(preemptions = 2)
 * void nothingIsLost(Tasks tasks) {
 *     var count = new LongCell(0);
 *     tasks.add("A", () -> count.getAndAdd(1));
 *     tasks.add("B", () -> count.getAndAdd(1));
 *     tasks.finish(() -> assertEquals(2, count.peek()));
 * }
 * }</pre>
 *
 * The test fails with the report and the schedule of the first run that breaks a rule, or if the exploration was not complete
 * within its limits. It is tagged {@code controlled}: it needs a JVM with {@code -Dpinfold.controlled=true}, and is skipped in
 * others.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@Tag("controlled")
@ExtendWith(ExploreExtension.class)
public @interface Explore {
    /** Sees only schedules with at most so many preemptions; all of them if negative. */
    int preemptions() default -1;

    /** One of {@link dev.pinfold.lab.explore.Explorer#STRATEGIES}. */
    String strategy() default "auto";

    /** A strategy of the test's own, with a constructor without parameters; takes the place of {@link #strategy}. */
    Class<? extends Strategy> strategyClass() default Strategy.class;

    /** Stops after so many schedules. */
    long schedules() default Long.MAX_VALUE;

    /** Stops after so much work, see {@link dev.pinfold.lab.explore.Explorer#work}. */
    long work() default 50_000_000;

    /** Whether an exploration that its limits ended early is good enough. */
    boolean incomplete() default false;

    /** Whether unordered plain accesses are violations. */
    boolean races() default true;

    /** The kinds of violation one of which must be found; none if there must be none. */
    ViolationKind[] violation() default {};

    /** Runs this schedule only, as a report gave it. */
    String replay() default "";
}
