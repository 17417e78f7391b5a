package dev.pinfold.lab.log.read;

import dev.pinfold.lab.lang.Source;
import org.jspecify.annotations.Nullable;

/** Turns the lines of a dialect into strace's. */
interface Translation {
    /** So many lines are looked at to know the dialect. */
    int LOOKED_AT = 400;

    Dialect dialect();

    /** Returns what strace would print; the line itself where it is none of the dialect's, null where it says nothing. */
    @Nullable
    String strace(String line);

    /** Returns the translation for a file. */
    static Translation of(Source source) {
        int gvisor = 0;
        int perf = 0;
        for (int line = 1; line <= Math.min(source.count(), LOOKED_AT); line++) {
            String text = source.line(line);
            gvisor += text.contains("strace.go:") && GvisorLines.is(text) ? 1 : 0;
            perf += text.contains("): ") && PerfLines.is(text) ? 1 : 0;
        }
        if (gvisor > 0) {
            return new GvisorLines();
        }
        return perf > 0
                ? new PerfLines()
                : new Translation() {
                    @Override
                    public Dialect dialect() {
                        return Dialect.STRACE;
                    }

                    @Override
                    public String strace(String line) {
                        return line;
                    }
                };
    }
}
