package dev.pinfold.lab.log.read;

import dev.pinfold.lab.lang.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that {@code strace -ff} writes, one a task, put into one order: that of their stamps where all have them, else each new
 * task's lines behind the call that made it. Each line gets its task in front.
 */
final class TasksFiles {
    private static final Pattern CREATION = Pattern.compile(".*\\b(?:clone3?|v?fork)\\((.*)= (\\d+)\\b.*");

    /** A file's lines. */
    private static final class OfTask {
        final String task;
        final Source source;
        final long[] times;
        int next = 1;

        OfTask(Source source) {
            this.source = source;
            this.task = source.name().substring(source.name().lastIndexOf('.') + 1);
            this.times = times(source);
        }

        boolean timed() {
            return times.length > 0 && times[0] >= 0;
        }

        long time() {
            return times[next - 1];
        }

        boolean more() {
            return next <= source.count();
        }
    }

    private final String name;
    private final Map<String, OfTask> files = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private final List<String> places = new ArrayList<>();
    private boolean unordered;

    private TasksFiles(String name) {
        this.name = name;
    }

    static TasksFiles of(String name, List<Source> sources) {
        TasksFiles all = new TasksFiles(name);
        List<OfTask> files = sources.stream().map(OfTask::new).toList();
        files.forEach(f -> all.files.put(f.task, f));
        if (files.stream().allMatch(OfTask::timed)) {
            all.byTime(files);
        } else {
            all.byCreation(files);
        }
        return all;
    }

    /** Returns the lines of all. */
    Source merged() {
        return Source.of(name, text.toString());
    }

    /** Returns a log of them that knows where its lines stand. */
    Log placed(Log log) {
        return new Log(
                log.name(),
                log.dialect(),
                log.steps(),
                log.passed(),
                log.gaps(),
                log.filter(),
                log.kernel(),
                places,
                unordered);
    }

    /** The stamps of lines, with those of the lines before where there are none; relative ones are added up. */
    private static long[] times(Source source) {
        LinePrefix prefix = new LinePrefix();
        long[] times = new long[source.count()];
        boolean falls = false;
        for (int i = 0; i < times.length; i++) {
            prefix.scan(source.line(i + 1), 0);
            times[i] = prefix.time < 0 && i > 0 ? times[i - 1] : prefix.time;
            falls |= i > 0 && times[i] < times[i - 1];
        }
        if (falls) {
            Arrays.fill(times, -1); // Since the line before, of whichever beginning.
        }
        return times;
    }

    private void take(OfTask file) {
        text.append(file.task).append(' ').append(file.source.line(file.next)).append('\n');
        places.add(file.source.name() + ":" + file.next);
        file.next++;
    }

    private void byTime(List<OfTask> files) {
        PriorityQueue<OfTask> queue = new PriorityQueue<>((a, b) -> Long.compare(a.time(), b.time()));
        files.stream().filter(OfTask::more).forEach(queue::add);
        while (!queue.isEmpty()) {
            OfTask file = queue.remove();
            take(file);
            if (file.more()) {
                queue.add(file);
            }
        }
    }

    private void byCreation(List<OfTask> sources) {
        Set<String> made = new TreeSet<>();
        for (OfTask file : sources) {
            for (int line = 1; line <= file.source.count(); line++) {
                Matcher creation = CREATION.matcher(file.source.line(line));
                if (creation.matches()) {
                    made.add(creation.group(2));
                }
            }
        }
        sources.stream().filter(f -> !made.contains(f.task)).forEach(this::all);
        sources.forEach(this::all);
    }

    /** Takes a file's lines, and those of a task that one of them makes behind it. */
    private void all(OfTask first) {
        List<OfTask> stack = new ArrayList<>(List.of(first));
        while (!stack.isEmpty()) {
            OfTask file = stack.getLast();
            if (!file.more()) {
                stack.removeLast();
                continue;
            }
            String line = file.source.line(file.next);
            take(file);
            Matcher creation = CREATION.matcher(line);
            OfTask child = creation.matches() ? files.get(creation.group(2)) : null;
            if (child != null && child.next == 1) {
                unordered |= creation.group(1).contains("CLONE_VM")
                        && !creation.group(1).contains("CLONE_VFORK");
                stack.add(child);
            }
        }
    }
}
