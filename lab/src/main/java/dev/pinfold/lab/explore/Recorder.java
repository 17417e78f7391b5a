package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes down each operation of a run, and compares it with what a schedule says, chunk by chunk. */
final class Recorder {
    private final List<Step> steps = new ArrayList<>();
    private final @Nullable ScheduleString expected;
    private final @Nullable Consumer<Step> watcher;
    private int chunk;
    private int inChunk;
    private long check;

    Recorder(@Nullable ScheduleString expected, @Nullable Consumer<Step> watcher) {
        this.expected = expected;
        this.watcher = watcher;
    }

    void performed(Controller run, int task, Announced a) {
        Step s = new Step(
                task, a.op, a.from[0], a.to[0] - a.from[0], a.site, a.changed, a.value, run.label(task), false);
        steps.add(s);
        if (watcher != null) {
            watcher.accept(s);
        }
        if (expected != null) {
            compare(run, s, expected);
        }
    }

    private void compare(Controller run, Step s, ScheduleString e) {
        if (chunk >= e.chunks()) {
            return;
        }
        check = LongTable.mix(check, s.check());
        if (++inChunk == e.ops(chunk)) {
            if (!e.matches(chunk, check)) {
                int first = steps.size() - inChunk;
                StringBuilder b = new StringBuilder();
                for (int i = first; i < steps.size() && i < first + 8; i++) {
                    b.append(i == first ? "" : ", ").append(Report.words(steps.get(i)));
                }
                run.diverged("operations " + (first + 1) + " to " + steps.size() + ", by " + run.name(s.task())
                        + ", are not those of the schedule: " + b + (inChunk > 8 ? ", …" : ""));
            }
            chunk++;
            inChunk = 0;
            check = 0;
        }
    }

    /** The steps, with each marked that conflicts with a step of another task. */
    List<Step> steps() {
        var marked = new ArrayList<Step>();
        for (Step s : steps) {
            boolean c = false;
            for (Step o : steps) {
                if (o.task() != s.task()
                        && o.object() < s.object() + s.bytes()
                        && s.object() < o.object() + o.bytes()
                        && !access(s).commutesWith(access(o))) {
                    c = true;
                    break;
                }
            }
            marked.add(s.withConflicts(c));
        }
        return marked;
    }

    private static Op.Access access(Step s) {
        return s.changed() ? s.op().access() : Op.Access.READ;
    }
}
