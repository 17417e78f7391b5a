package dev.pinfold.lab.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says which task and which value every word of a file means, and makes the workload. */
final class Resolver {
    private Resolver() {}

    static Workload resolve(Source source, List<Entry> entries) throws WorkloadException {
        if (entries.isEmpty()) {
            throw source.error(
                    Math.max(1, source.count()), 1, "a file without any call", "a workload, or the output of strace");
        }
        boolean recorded = Recording.is(entries) && !(source.isWorkload() && Recording.couldBeWritten(entries));
        Recording.checkEnd(source, entries, recorded);
        Checker checker = new Checker(recorded);
        for (Entry entry : entries) {
            if (entry instanceof Entry.Call call) {
                checker.check(call);
            }
        }
        TaskNames tasks = recorded ? TaskNames.ofLog(entries) : TaskNames.ofWorkload(entries);
        NameTable names = new NameTable(entries, tasks);
        List<Line> setup = new ArrayList<>();
        List<List<Placed>> sections = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        boolean begun = false;
        for (Entry entry : entries) {
            if (entry instanceof Entry.Superseded) {
                continue;
            }
            int task = tasks.of(entry);
            switch (entry) {
                case Entry.Call call -> {
                    Optional<CallSpec> spec = CallCatalogue.find(call.name());
                    if (spec.isEmpty() && !recorded) {
                        throw call.piece()
                                .error(
                                        call.at(),
                                        "\"" + call.name() + "\", which Linux has and Pinfold does not judge",
                                        "a call that \"pinfold calls\" lists; only logs may have others");
                    }
                    boolean isSetup = spec.isPresent() && spec.get().words();
                    if (isSetup && begun) {
                        throw call.piece()
                                .error(
                                        call.at(),
                                        "the set-up call \"" + call.name() + "\"",
                                        "it before the first other call");
                    }
                    begun |= !isSetup;
                    Optional<Expectation> result = recorded ? call.result() : names.resolve(call);
                    if (recorded && !isSetup && spec.isPresent() && !spec.get().available()) {
                        spec = Optional.empty();
                    }
                    Line line = new Line(call, task, spec, result, tasks.created(call));
                    if (isSetup) {
                        setup.add(line);
                    } else {
                        sections.get(call.section()).add(new Placed(tasks.position(call), line));
                    }
                }
                case Entry.Gone gone ->
                    sections.get(gone.section())
                            .add(new Placed(
                                    2L * gone.line(),
                                    new WorkloadStep.Gone(gone.line(), task, gone.status(), gone.signal())));
                case Entry.Signal s ->
                    sections.get(s.section())
                            .add(new Placed(
                                    2L * s.line(),
                                    new WorkloadStep.Signal(
                                            s.line(),
                                            task,
                                            s.signal(),
                                            s.code(),
                                            s.address(),
                                            s.piece().text().strip())));
                case Entry.Superseded s -> throw new AssertionError(s);
            }
        }
        return new Workload(
                source.name(),
                recorded,
                tasks.names(),
                setup,
                inOrder(sections.get(0)),
                inOrder(sections.get(1)),
                inOrder(sections.get(2)),
                recorded ? List.of() : Foreseen.of(source));
    }

    /** A step and when it happens: twice the line it came back on, or one less to go before that line. */
    private record Placed(long position, WorkloadStep step) {}

    private static List<WorkloadStep> inOrder(List<Placed> placed) {
        placed.sort((a, b) -> Long.compare(a.position(), b.position()));
        return placed.stream().map(Placed::step).toList();
    }
}
