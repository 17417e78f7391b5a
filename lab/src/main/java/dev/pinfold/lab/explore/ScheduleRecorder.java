package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Op;
import dev.pinfold.mm.sync.Sync;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes down each operation of a run, and compares it with what a schedule says, chunk by chunk. */
final class ScheduleRecorder {
    /** So many steps get names, each of which is a look at the whole machine; a longer run goes round. */
    private static final int NAMED = 3000;

    private final List<ScheduleStep> steps = new ArrayList<>();
    private final @Nullable ScheduleString expected;
    private final @Nullable Consumer<ScheduleStep> watcher;
    private int chunk;
    private int inChunk;
    private long check;

    ScheduleRecorder(@Nullable ScheduleString expected, @Nullable Consumer<ScheduleStep> watcher) {
        this.expected = expected;
        this.watcher = watcher;
    }

    void performed(ScheduleRun run, int task, Announced a) {
        ScheduleStep s = new ScheduleStep(
                task,
                a.op,
                a.from[0],
                a.to[0] - a.from[0],
                a.site,
                a.changed,
                a.value,
                steps.size() < NAMED ? run.describe(a.from[0]) : Sync.describe(a.from[0]),
                steps.size() < NAMED ? run.describe(a.from[0], a.value) : null,
                run.label(task),
                false);
        steps.add(s);
        if (watcher != null) {
            watcher.accept(s);
        }
        if (expected != null) {
            compare(run, s, expected);
        }
    }

    private void compare(ScheduleRun run, ScheduleStep s, ScheduleString e) {
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

    /** A range of numbers, and which tasks read, shared and changed it. */
    private record Range(long object, long bytes, EnumMap<Op.Effect, Long> tasks) {
        boolean overlaps(Range o) {
            return o.object < object + bytes && object < o.object + o.bytes;
        }

        /** Whether a task other than this one touches the range in a way that does not commute. */
        boolean meets(int task, Op.Effect how) {
            return tasks.entrySet().stream()
                    .anyMatch(other -> !how.commutesWith(other.getKey()) && (other.getValue() & ~(1L << task)) != 0);
        }
    }

    /** The steps, with each marked that conflicts with a step of another task. */
    List<ScheduleStep> steps() {
        var ranges = new HashMap<List<Long>, Range>();
        for (ScheduleStep s : steps) {
            Range r = ranges.computeIfAbsent(
                    List.of(s.object(), s.bytes()),
                    k -> new Range(s.object(), s.bytes(), new EnumMap<>(Op.Effect.class)));
            r.tasks.merge(access(s), 1L << s.task(), (a, b) -> a | b);
        }
        var overlapping = new HashMap<Range, List<Range>>();
        for (Range r : ranges.values()) {
            overlapping.put(r, ranges.values().stream().filter(r::overlaps).toList());
        }
        var marked = new ArrayList<ScheduleStep>();
        for (ScheduleStep s : steps) {
            Range own = ranges.get(List.of(s.object(), s.bytes()));
            boolean c = own != null
                    && overlapping.getOrDefault(own, List.of()).stream().anyMatch(r -> r.meets(s.task(), access(s)));
            marked.add(s.withConflicts(c));
        }
        return marked;
    }

    private static Op.Effect access(ScheduleStep s) {
        return s.changed() ? s.op().access() : Op.Effect.READ;
    }
}
