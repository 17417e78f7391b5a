package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A failure for people: a column per task, a line per step that matters, the schedule. What matters: lines of the program,
 * operations that conflict with another task's, where the run goes over to another task, and the end.
 */
public final class Report {
    private static final int WIDEST = 44;
    /** A longer table is cut in the middle: a task that goes round and round is understood from its first rounds. */
    private static final int MOST_ROWS = 400;

    private Report() {}

    /** The report with objects named by their numbers. */
    public static String of(Failure f) {
        return of(f, Sync::describe, false);
    }

    /**
     * The report.
     *
     * @param names what to call an object
     * @param all whether to show every step rather than those that matter
     */
    public static String of(Failure f, LongFunction<String> names, boolean all) {
        var b = new StringBuilder();
        b.append(f.kind()).append(": ").append(f.message()).append('\n');
        b.append(f.preemptions()).append(f.preemptions() == 1 ? " preemption, " : " preemptions, ");
        b.append(f.steps().size()).append(" operations\n\n");
        table(b, f, names, all);
        b.append("\nschedule: ").append(f.schedule()).append('\n');
        return b.toString();
    }

    private static void table(StringBuilder b, Failure f, LongFunction<String> names, boolean all) {
        int columns = f.tasks().size();
        int[] width = new int[columns];
        var rows = new ArrayList<List<String>>();
        var last = new Object[columns + 1];
        for (int c = 0; c < columns; c++) {
            width[c] = f.tasks().get(c).length();
        }
        for (Step s : f.steps()) {
            if (s.label() != null && !s.label().equals(last[s.task()])) {
                last[s.task()] = s.label();
                row(rows, width, s.task(), String.valueOf(s.label()));
            }
            if (all || s.conflicts()) {
                row(rows, width, s.task(), (s.label() == null ? "" : "  ") + words(s, names));
            }
        }
        line(b, f.tasks(), width);
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

    static String words(Step s) {
        return words(s, Sync::describe);
    }

    /** A step in words: {@code reads +0x18 = 0x3}, {@code fails to lock #0.2}. */
    public static String words(Step s, LongFunction<String> names) {
        String object = names.apply(s.object());
        String value =
                Long.compareUnsigned(s.value(), 9) <= 0 ? Long.toString(s.value()) : "0x" + Long.toHexString(s.value());
        String what = switch (s.op()) {
            case PLAIN_READ, READ -> "reads " + object + " = " + value;
            case PLAIN_WRITE, WRITE -> "writes " + object + " = " + value;
            case UPDATE ->
                s.changed() ? "updates " + object + " from " + value : "cannot update " + object + ", sees " + value;
            case LOAD -> "loads " + object + " = " + value;
            case STORE -> "stores " + object + " = " + value;
            case LOCK -> "locks " + object;
            case TRY_LOCK -> (s.changed() ? "locks " : "fails to lock ") + object;
            case UNLOCK -> "unlocks " + object;
            case READ_LOCK -> "read-locks " + object;
            case TRY_READ_LOCK -> (s.changed() ? "read-locks " : "fails to read-lock ") + object;
            case READ_UNLOCK -> "read-unlocks " + object;
            case DOWNGRADE -> "downgrades " + object;
            case AWAIT -> "has waited";
            case ENTER -> "enters epoch " + object;
            case EXIT -> "leaves epoch " + object;
            case SYNCHRONIZE -> "waits for a grace period";
            case FLUSH -> "flushes " + object;
            case SWITCH -> "comes to CPU " + object;
        };
        return s.site() == null ? what : what + " (" + s.site().name() + ")";
    }
}
