package dev.pinfold.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command writes: the report to {@link #out}, everything else to {@link #err}, each with or without colours as
 * it is a terminal or not.
 */
public final class Console {
    /** How much a report repeats of something that may be as long as its input. */
    private static final int WIDEST = 160;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean outTerminal;
    private final boolean errTerminal;

    Console(PrintWriter out, PrintWriter err, boolean outTerminal, boolean errTerminal) {
        this.out = out;
        this.err = err;
        this.outTerminal = outTerminal;
        this.errTerminal = errTerminal;
    }

    /** The streams of the command that runs, which a test may have replaced. */
    static Console of(CommandSpec spec) {
        return new Console(
                spec.commandLine().getOut(), spec.commandLine().getErr(), terminal("stdout"), terminal("stderr"));
    }

    /**
     * Is the stream a terminal? The JVM cannot tell of each stream apart; the starting script can, and says so by the
     * properties {@code pinfold.tty.stdout} and {@code pinfold.tty.stderr}. What nobody vouched for is none.
     */
    static boolean terminal(String stream) {
        return Boolean.getBoolean("pinfold.tty." + stream);
    }

    /** Colours on a terminal, unless the user wants none ({@code NO_COLOR}). */
    static Ansi ansi(boolean terminal) {
        return terminal && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
    }

    /** Standard output. Under {@code --json} only {@link Json} writes here. */
    public PrintWriter out() {
        return out;
    }

    /** Standard error: messages and progress. */
    public PrintWriter err() {
        return err;
    }

    /** Text in picocli's markup ({@code @|bold,green text|@}) as standard output shows it. */
    public String styled(String markup) {
        return ansi(outTerminal).string(markup);
    }

    /**
     * Shows how far long work has come, on standard error, if that is a terminal and the work lasts.
     *
     * @param task what is being done, a word or two
     * @param total number of steps, or -1 where nobody knows
     */
    public Progress progress(String task, long total) {
        return new Progress(task, total, errTerminal, System::nanoTime);
    }

    /** A text as it stands, or its beginning where it is too long for a report. */
    static String shortened(String text) {
        return text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
    }
}
