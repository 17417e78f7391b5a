package dev.pinfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
    private long now;

    @Test
    void shortWorkShowsNothing() {
        try (var progress = new Progress("exploring", 10, true, () -> now)) {
            now = Progress.PATIENCE - 1;
            progress.step(5);
            assertThat(progress.visible()).isFalse();
        }
    }

    @Test
    void longWorkShowsABarOnATerminalOnly() {
        try (var onTerminal = new Progress("exploring", 10, true, () -> now);
                var elsewhere = new Progress("exploring", 10, false, () -> now)) {
            now = Progress.PATIENCE;
            onTerminal.to(5);
            onTerminal.note("seed 7");
            elsewhere.to(5);
            assertThat(onTerminal.visible()).isTrue();
            assertThat(elsewhere.visible()).isFalse();
        }
    }
}
