package dev.pinfold.cli;

import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.Report;
import dev.pinfold.lab.explore.ScheduleStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failing schedule as a drawing: a lane for each task, time downwards, the steps that matter. */
final class Timeline {
    private static final int LANE = 400;
    private static final int ROW = 18;
    private static final int WIDEST = 52;

    /** Something on a lane. */
    private record Event(int task, String text, boolean call) {}

    private final List<String> tasks;
    private final List<Event> events;

    private Timeline(List<String> tasks, List<Event> events) {
        this.tasks = tasks;
        this.events = events;
    }

    static Timeline of(Failure f) {
        List<Event> events = new ArrayList<>();
        @Nullable Object[] last = new Object[f.tasks().size() + 1];
        for (ScheduleStep s : f.steps()) {
            Object label = s.label();
            if (label != null && !label.equals(last[s.task()])) {
                last[s.task()] = label;
                events.add(new Event(s.task(), label.toString(), true));
            }
            if (s.conflicts()) {
                events.add(new Event(s.task(), Report.words(s), false));
            }
        }
        return new Timeline(f.tasks(), events);
    }

    /** Draws it into a page; the last row says how it ended. */
    void draw(Markup page, String end) {
        int width = tasks.size() * LANE;
        int height = (events.size() + 3) * ROW;
        page.element(
                "svg",
                () -> {
                    for (int t = 0; t < tasks.size(); t++) {
                        page.empty(
                                "rect",
                                "class",
                                "lane",
                                "x",
                                String.valueOf(t * LANE),
                                "y",
                                "0",
                                "width",
                                String.valueOf(LANE - 8),
                                "height",
                                String.valueOf(height),
                                "rx",
                                "4");
                        text(page, t, 0, "task " + tasks.get(t), "call");
                    }
                    int row = 1;
                    int before = 0;
                    for (Event e : events) {
                        if (before != 0 && before != e.task()) {
                            over(page, before, e.task(), row);
                        }
                        text(page, e.task() - 1, row++, e.text(), e.call() ? "call" : "step");
                        before = e.task();
                    }
                    text(page, Math.max(0, before - 1), row, end, "end call");
                },
                "viewBox",
                "0 0 " + width + " " + height,
                "width",
                String.valueOf(width),
                "height",
                String.valueOf(height),
                "role",
                "img",
                "aria-label",
                "failing schedule");
    }

    /** The line where one task stops and another goes on. */
    private static void over(Markup page, int from, int to, int row) {
        String y = String.valueOf(row * ROW + 2);
        page.empty(
                "line",
                "x1",
                String.valueOf((from - 1) * LANE + LANE / 2),
                "x2",
                String.valueOf((to - 1) * LANE + LANE / 2),
                "y1",
                y,
                "y2",
                y,
                "stroke",
                "var(--faint)",
                "stroke-dasharray",
                "3 3");
    }

    private static void text(Markup page, int lane, int row, String text, String kind) {
        String shown = text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
        page.element(
                "text",
                shown,
                "class",
                kind,
                "x",
                String.valueOf(lane * LANE + (kind.equals("step") ? 20 : 8)),
                "y",
                String.valueOf((row + 1) * ROW - 3));
    }
}
