package dev.pinfold.lab.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * A schedule in one line that can be pasted anywhere: {@code A12-k3f.B2-x0d.A7-9qa}. Each part is a task (its name if all names
 * are single letters; else A is the first), how many operations it performs before another goes on, and a check of what those operations are and touch; longer stretches
 * are written as several parts of at most 32 operations, so that a replay that goes another way says where.
 */
final class ScheduleString {
    private static final int CHUNK = 32;
    private static final String NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final List<Integer> tasks = new ArrayList<>();
    private final List<Integer> ops = new ArrayList<>();
    private final List<String> checks = new ArrayList<>();

    private final String letters;

    private ScheduleString(String letters) {
        this.letters = letters;
    }

    /** The letters that stand for a program's tasks. */
    private static String letters(Program p) {
        var b = new StringBuilder();
        for (int t = 1; t <= p.tasks(); t++) {
            String name = p.name(t);
            if (name.length() != 1 || NAMES.indexOf(name) < 0 || b.indexOf(name) >= 0) {
                return NAMES;
            }
            b.append(name);
        }
        return b.toString();
    }

    /** The schedule of recorded steps. */
    static ScheduleString of(Program p, List<ScheduleStep> steps) {
        var s = new ScheduleString(letters(p));
        for (int i = 0; i < steps.size(); ) {
            int task = steps.get(i).task();
            long check = 0;
            int n = 0;
            for (; i < steps.size() && steps.get(i).task() == task && n < CHUNK; i++, n++) {
                check = LongTable.mix(check, steps.get(i).check());
            }
            s.tasks.add(task);
            s.ops.add(n);
            s.checks.add(text(check));
        }
        return s;
    }

    /**
     * Reads a schedule.
     *
     * @throws IllegalArgumentException if it is none, saying where
     */
    static ScheduleString parse(Program p, String text) {
        var s = new ScheduleString(letters(p));
        if (text.isEmpty()) {
            return s;
        }
        int at = 0;
        for (String part : text.split("\\.", -1)) {
            int dash = part.indexOf('-');
            int task = part.isEmpty() ? -1 : s.letters.indexOf(part.charAt(0));
            if (task < 0 || dash < 2 || dash + 4 != part.length()) {
                throw new IllegalArgumentException(
                        "schedule, column " + (at + 1) + ": \"" + part + "\" is not a task, a count, '-' and a check");
            }
            try {
                s.ops.add(Integer.parseInt(part, 1, dash, 10));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "schedule, column " + (at + 2) + ": \"" + part.substring(1, dash) + "\" is not a count", e);
            }
            s.tasks.add(task + 1);
            s.checks.add(part.substring(dash + 1));
            at += part.length() + 1;
        }
        return s;
    }

    private static String text(long check) {
        return Integer.toString(36 * 36 * 36 + (int) Long.remainderUnsigned(check, 36 * 36 * 36), 36)
                .substring(1);
    }

    Segments segments() {
        var s = new Segments();
        for (int i = 0; i < tasks.size(); i++) {
            s.enter(tasks.get(i));
            for (int n = ops.get(i); n > 0; n--) {
                s.count();
            }
        }
        return s;
    }

    int chunks() {
        return tasks.size();
    }

    int ops(int chunk) {
        return ops.get(chunk);
    }

    boolean matches(int chunk, long check) {
        return checks.get(chunk).equals(text(check));
    }

    @Override
    public String toString() {
        var b = new StringBuilder();
        for (int i = 0; i < tasks.size(); i++) {
            b.append(i == 0 ? "" : ".").append(letters.charAt(tasks.get(i) - 1));
            b.append(ops.get(i)).append('-').append(checks.get(i));
        }
        return b.toString();
    }
}
