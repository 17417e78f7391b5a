package dev.pinfold.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of a command that the user ends: by Ctrl-C, which gives status 130, or by another signal that asks. It says where
 * it is, at once; then the command stops at its next step and prints what it has, as at its end. A command that does not come
 * to its next step, as its tasks wait for each other, is left there after a moment.
 */
final class Interruption {
    /** What long work has to say and to save. */
    interface Work {
        /** Where it is, in lines for a person. */
        List<String> where();

        /** Seconds that it may take to come to its next step. */
        default long patience() {
            return PATIENCE_SECONDS;
        }

        /** Prints what is done so far; called where the command does not come to its next step. */
        default void save() {}
    }

    private static final long PATIENCE_SECONDS = 3;

    private static final List<Work> UNDER_WAY = new CopyOnWriteArrayList<>();
    private static final CountDownLatch ENDED = new CountDownLatch(1);
    private static volatile boolean wanted;
    private static volatile boolean toTheEnd;

    private Interruption() {}

    /** Has this process end so from now on; until {@link #ended}. */
    static void expect(PrintWriter out, PrintWriter err) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> atExit(out, err), "interruption"));
    }

    /** The command has come to its end by itself and everything is printed. */
    static void ended() {
        ENDED.countDown();
    }

    /** From now on the command does not stop at its next step, but ends only where that takes too long. */
    static void goOn() {
        toTheEnd = true;
    }

    /** Says whether the command is to stop at its next step. */
    static boolean wanted() {
        return wanted && !toTheEnd;
    }

    /** Ends, by an exception that the command catches, where the command is to stop. */
    static void check() {
        if (wanted()) {
            throw new Stopped();
        }
    }

    /** The command is to stop here. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("interrupted", null, false, false);
        }

        /** Says whether this is why something else was thrown. */
        static boolean behind(Throwable thrown) {
            return thrown instanceof Stopped || thrown.getCause() != null && behind(thrown.getCause());
        }
    }

    /** Notes long work until what is returned is closed. */
    static Noted during(Work work) {
        UNDER_WAY.add(work);
        return () -> UNDER_WAY.remove(work);
    }

    /** Work that is noted. */
    interface Noted extends AutoCloseable {
        @Override
        void close();
    }

    private static void atExit(PrintWriter out, PrintWriter err) {
        if (ENDED.getCount() == 0) {
            return;
        }
        wanted = true;
        say(err);
        try {
            long patience = UNDER_WAY.stream().mapToLong(Work::patience).max().orElse(PATIENCE_SECONDS);
            if (!ENDED.await(patience, TimeUnit.SECONDS)) {
                UNDER_WAY.forEach(Work::save);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.flush();
        err.flush();
    }

    /** Says that the command is interrupted, and where. */
    static void say(PrintWriter err) {
        err.println("pinfold: interrupted");
        for (Work work : UNDER_WAY) {
            work.where().forEach(line -> err.println("  " + line));
        }
        err.flush();
    }
}
