package dev.pinfold.cli;

import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar that appears only when it helps: on a terminal, after two seconds of work. Until then a step costs a
 * look at the clock. One thread steps.
 */
public final class Progress implements AutoCloseable {
    /** Work shorter than this, in nanoseconds, shows nothing. */
    static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    private final String task;
    private final long total;
    private final boolean terminal;
    private final LongSupplier clock;
    private final long start;
    private long done;
    private @Nullable ProgressBar bar;

    Progress(String task, long total, boolean terminal, LongSupplier clock) {
        this.task = task;
        this.total = total;
        this.terminal = terminal;
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** {@code n} more steps are done. */
    public void step(long n) {
        to(done + n);
    }

    /** {@code n} steps are done in all. */
    public void to(long n) {
        done = n;
        if (bar != null) {
            bar.stepTo(n);
        } else if (terminal && clock.getAsLong() - start >= PATIENCE) {
            bar = appear();
        }
    }

    /** A word beside the bar, such as the seed or the schedules per second. */
    public void note(String text) {
        if (bar != null) {
            bar.setExtraMessage(text);
        }
    }

    /** Is the bar on the screen? */
    boolean visible() {
        return bar != null;
    }

    private ProgressBar appear() {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .startsFrom(done, Duration.ofNanos(clock.getAsLong() - start))
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
