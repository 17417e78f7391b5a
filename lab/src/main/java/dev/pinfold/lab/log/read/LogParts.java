package dev.pinfold.lab.log.read;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.lab.lang.CallCatalogue;
import dev.pinfold.lab.lang.CallSpec;
import dev.pinfold.lab.lang.Entry;
import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.TaskNames;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.lang.WorkloadStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What has been read of one log. */
final class LogParts {
    private static final Pattern RELEASE =
            Pattern.compile("\\bLinux(?: version| \\S+) (\\d+\\.\\d+[\\w.+-]*) (?:#\\d|\\()");
    private static final Pattern SETUP = Pattern.compile("\\s*(?:machine|device|design)\\(.*\\)\\s*(?:#.*)?");
    private static final List<String> ADDRESSES = List.of("mmap", "mremap", "brk");

    final List<Entry> entries = new ArrayList<>();
    final List<Passed> passed = new ArrayList<>();
    Dialect dialect = Dialect.STRACE;
    boolean unordered;
    List<String> places = List.of();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Passed> setup = new ArrayList<>();
    private final Set<String> alive = new HashSet<>();
    private @Nullable Passed filter;
    private Log.@Nullable Named kernel;
    private boolean attached;

    boolean started() {
        return !entries.isEmpty();
    }

    void add(Entry entry) {
        entries.add(entry);
        if (entry instanceof Entry.Gone) {
            alive.remove(entry.task());
        } else {
            alive.add(entry.task());
        }
        if (entry instanceof Entry.Call call
                && call.name().equals("uname")
                && !call.arguments().isEmpty()) {
            Expr.member(call.arguments().getFirst(), "release")
                    .filter(Expr.Str.class::isInstance)
                    .ifPresent(e -> kernel = new Log.Named(call.line(), ((Expr.Str) e).bytes()));
        }
    }

    void passed(PassedKind kind, int line, String text) {
        passed.add(new Passed(kind, line, text));
    }

    void gap(int line, String task) {
        gaps.add(new Gap(line, 0, task));
    }

    void orphan(int line, String task, long address) {
        gaps.add(new Gap(line, address, task));
    }

    /** strace told that it joined a process. */
    void attached(int line, String text) {
        attached = true;
    }

    /**
     * Says whether a call begins another log.
     *
     * @param broke whether a prompt or a fence stood before it
     */
    boolean begins(Entry.Call call, boolean broke) {
        if (!started()) {
            attached = false;
            return false;
        }
        boolean joined = broke && attached;
        boolean program = call.name().equals("execve") && (broke || alive.isEmpty());
        attached = false;
        return joined || program;
    }

    /** Learns from a line that is no event: the command that made the log, and the kernel's name. */
    void command(int line, String text, PassedKind kind) {
        if (text.contains("Linux ")) {
            Matcher release = RELEASE.matcher(text);
            if (release.find()) {
                kernel = new Log.Named(line, release.group(1));
            }
        }
        if (text.contains("strace") && kind != PassedKind.NOTICE && kind != PassedKind.OUTPUT && Filter.hides(text)) {
            filter = new Passed(kind, line, text.strip());
        }
        if (!started() && SETUP.matcher(text).matches()) {
            setup.add(passed.removeLast());
        }
    }

    /** Takes back a last call whose result the file's end may have cut: strace always prints a whole one. */
    void checkEnd(Source source) {
        if (source.complete() || entries.isEmpty() || !(entries.getLast() instanceof Entry.Call call)) {
            return;
        }
        String result = call.result().orElseThrow().text();
        boolean cut = result.equals("-1");
        if (ADDRESSES.contains(call.name())
                && call.result().orElseThrow().outcomes().getFirst() instanceof Expectation.Values) {
            long word = EventText.word(call);
            cut |= word < 0x10000 || !call.name().equals("brk") && word % PAGE_SIZE != 0;
        }
        if (cut && call.line() == source.count()) {
            entries.removeLast();
            passed(PassedKind.CUT, call.line(), call.piece().text());
        }
    }

    /** Makes the log. */
    Log log(String name) throws WorkloadException {
        int last = entries.getLast().line();
        passed.replaceAll(p ->
                p.kind() == PassedKind.OUTPUT && p.line() > last ? new Passed(PassedKind.TALK, p.line(), p.text()) : p);
        passed.sort(Comparator.comparingInt(Passed::line));
        gaps.sort(Comparator.comparingInt(Gap::line));
        return new Log(
                name,
                dialect,
                steps(name),
                passed,
                gaps,
                Optional.ofNullable(filter),
                Optional.ofNullable(kernel),
                places,
                unordered);
    }

    private Workload steps(String name) throws WorkloadException {
        TaskNames tasks = TaskNames.ofLog(entries);
        record Placed(long position, WorkloadStep step) {}
        List<Placed> steps = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            int task = entry instanceof Entry.Superseded ? 0 : tasks.of(entry);
            switch (entry) {
                case Entry.Call call -> {
                    Optional<CallSpec> spec =
                            CallCatalogue.find(call.name()).filter(s -> s.available() && s.recordable());
                    Line line = new Line(call, task, spec, call.result(), tasks.created(call));
                    steps.add(new Placed(tasks.position(call), line));
                }
                case Entry.Gone gone ->
                    steps.add(new Placed(
                            2L * gone.line(), new WorkloadStep.Gone(gone.line(), task, gone.status(), gone.signal())));
                case Entry.Signal s ->
                    steps.add(new Placed(
                            2L * s.line(),
                            new WorkloadStep.Signal(
                                    s.line(),
                                    task,
                                    s.signal(),
                                    s.code(),
                                    s.address(),
                                    s.piece().text().strip())));
                case Entry.Superseded s -> {}
            }
        }
        steps.sort(Comparator.comparingLong(Placed::position));
        return new Workload(
                name,
                true,
                tasks.names(),
                setup(name),
                steps.stream().map(Placed::step).toList(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Set-up calls may stand above a log. */
    private List<Line> setup(String name) throws WorkloadException {
        if (setup.isEmpty()) {
            return List.of();
        }
        StringBuilder text = new StringBuilder();
        int line = 1;
        for (Passed call : setup) {
            text.append("\n".repeat(call.line() - line)).append(call.text());
            line = call.line();
        }
        return Workload.of(name, text.append('\n').toString()).setup();
    }
}
