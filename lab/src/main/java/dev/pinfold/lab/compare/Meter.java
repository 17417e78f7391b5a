package dev.pinfold.lab.compare;

import dev.pinfold.lab.measure.InstructionCounter;
import org.jspecify.annotations.Nullable;

/** A stop watch, which counts instructions too where the host lets it. */
final class Meter {
    private final @Nullable InstructionCounter counter;
    private long nanos;
    private long instructions;
    private long startNanos;
    private long startInstructions;

    Meter(@Nullable InstructionCounter counter) {
        this.counter = counter;
    }

    boolean counts() {
        return counter != null;
    }

    void start() {
        if (counter != null) {
            startInstructions = counter.read();
        }
        startNanos = System.nanoTime();
    }

    void stop() {
        nanos += System.nanoTime() - startNanos;
        if (counter != null) {
            instructions += counter.read() - startInstructions;
        }
    }

    void reset() {
        nanos = 0;
        instructions = 0;
    }

    long nanos() {
        return nanos;
    }

    long instructions() {
        return instructions;
    }
}
