package dev.pinfold.lab.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A run for people: a column per task, a line per step that matters, the schedule. What matters: lines of the program,
 * operations that conflict with another task's, where the run goes over to another task, and the end.
 */
public final class Report {
    private static final int WIDEST = 72;
    private static final int MOST_PAGES = 6;
    private static final String NOTHING = "nothing";
    /** A longer table is cut in the middle: a task that goes round and round is understood from its first rounds. */
    private static final int MOST_ROWS = 400;

    private Report() {}

    /** The report with the steps that matter. */
    public static String of(Failure f) {
        return of(f, false);
    }

    /**
     * The report.
     *
     * @param all whether to show every step rather than those that matter
     */
    public static String of(Failure f, boolean all) {
        var b = new StringBuilder();
        b.append(f.kind()).append(": ").append(f.message()).append('\n');
        b.append(f.preemptions()).append(f.preemptions() == 1 ? " preemption, " : " preemptions, ");
        b.append(f.steps().size()).append(" operations\n\n");
        table(b, f.tasks(), f.steps(), all);
        pages(b, f);
        b.append("\nschedule: ").append(f.schedule()).append('\n');
        return b.toString();
    }

    /** The report of a run in which no rule was broken, with every step. */
    public static String clean(String schedule, List<String> tasks, List<ScheduleStep> steps) {
        var b = new StringBuilder();
        b.append("no violation, ").append(steps.size()).append(" operations\n\n");
        table(b, tasks, steps, true);
        b.append("\nschedule: ").append(schedule).append('\n');
        return b.toString();
    }

    private static void table(StringBuilder b, List<String> tasks, List<ScheduleStep> steps, boolean all) {
        int columns = tasks.size();
        int[] width = new int[columns];
        var rows = new ArrayList<List<String>>();
        var last = new Object[columns + 1];
        for (int c = 0; c < columns; c++) {
            width[c] = tasks.get(c).length();
        }
        for (ScheduleStep s : steps) {
            if (s.label() != null && !s.label().equals(last[s.task()])) {
                last[s.task()] = s.label();
                row(rows, width, s.task(), String.valueOf(s.label()));
            }
            if (all || s.conflicts()) {
                row(rows, width, s.task(), (s.label() == null ? "" : "  ") + words(s));
            }
        }
        line(b, tasks, width);
        b.append("-".repeat(java.util.Arrays.stream(width).sum() + 3 * columns - 1))
                .append('\n');
        for (int i = 0; i < rows.size(); i++) {
            if (i == MOST_ROWS / 2 && rows.size() > MOST_ROWS) {
                int left = rows.size() - MOST_ROWS;
                b.append("… ").append(left).append(" lines …\n");
                i += left;
            }
            line(b, rows.get(i), width);
        }
    }

    /** What is mapped otherwise, or counted otherwise, than before. */
    private static void pages(StringBuilder b, Failure f) {
        var where = new TreeSet<String>(f.before().keySet());
        where.addAll(f.after().keySet());
        where.removeIf(w -> f.before().getOrDefault(w, NOTHING).equals(f.after().getOrDefault(w, NOTHING)));
        where.stream()
                .limit(MOST_PAGES)
                .forEach(w -> b.append("\npage ")
                        .append(w)
                        .append("\n  before  ")
                        .append(f.before().getOrDefault(w, NOTHING))
                        .append("\n  after   ")
                        .append(f.after().getOrDefault(w, NOTHING))
                        .append('\n'));
        if (where.size() > MOST_PAGES) {
            b.append("\n… and ").append(where.size() - MOST_PAGES).append(" more pages\n");
        }
    }

    private static void row(List<List<String>> rows, int[] width, int task, String text) {
        String shown = text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
        width[task - 1] = Math.max(width[task - 1], shown.length());
        var row = new ArrayList<String>();
        for (int c = 0; c < width.length; c++) {
            row.add(c == task - 1 ? shown : "");
        }
        rows.add(row);
    }

    private static void line(StringBuilder b, List<String> cells, int[] width) {
        var line = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            line.append(c == 0 ? "" : " | ").append(cells.get(c));
            line.append(" ".repeat(width[c] - cells.get(c).length()));
        }
        b.append(line.toString().stripTrailing()).append('\n');
    }

    /** A step in words: {@code reads references of frame 4 = 1}, {@code cannot have SpinLock of Buddy}. */
    public static String words(ScheduleStep s) {
        String object = s.name();
        String shown = s.shown();
        String number =
                Long.compareUnsigned(s.value(), 9) <= 0 ? Long.toString(s.value()) : "0x" + Long.toHexString(s.value());
        String value = shown == null ? number : "[" + shown + "]";
        String what = switch (s.op()) {
            case PLAIN_READ, READ -> "reads " + object + " = " + value;
            case PLAIN_WRITE, WRITE -> "writes " + object + " = " + value;
            case UPDATE ->
                s.changed()
                        ? "updates " + object + ", which was " + value
                        : "cannot update " + object + ", sees " + value;
            case LOAD ->
                s.bytes() > 8 ? "loads " + s.bytes() + " bytes from " + object : "loads " + object + " = " + value;
            case STORE ->
                s.bytes() > 8 ? "stores " + s.bytes() + " bytes from " + object : "stores " + object + " = " + value;
            case LOCK -> "takes " + object;
            case TRY_LOCK -> (s.changed() ? "takes " : "cannot have ") + object;
            case UNLOCK -> "gives back " + object;
            case READ_LOCK -> "takes " + object + " to read";
            case TRY_READ_LOCK -> (s.changed() ? "takes " : "cannot have ") + object + " to read";
            case READ_UNLOCK -> "gives back " + object + " (read)";
            case DOWNGRADE -> "downgrades " + object;
            case AWAIT -> "has waited";
            case ENTER -> "enters " + object;
            case EXIT -> "leaves " + object;
            case SYNCHRONIZE -> "waits for a grace period";
            case FLUSH -> "flushes the TLB of " + object;
            case SWITCH -> "comes to " + object;
        };
        return s.site() == null ? what : what + " (" + s.site().name() + ")";
    }
}
