package dev.pinfold.lab.lang;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A workload: what tasks do to memory and what must come of it. Immutable; names and tasks are resolved and everything
 * that can be known without running it has been checked.
 *
 * @param file its file's name
 * @param recorded whether it is a log that strace recorded rather than a text that somebody wrote: nothing in it that
 *     strace could not print
 * @param tasks all tasks, those that exist from the start and those that calls create
 * @param setup the set-up calls
 * @param steps what happens first, in this order
 * @param concurrent what the tasks then do at once, each its own in this order; empty where there is no such section
 * @param last what happens after all tasks are done, in this order
 * @param foreseen the violations that the text says some design is known for
 */
public record Workload(
        String file,
        boolean recorded,
        List<TaskName> tasks,
        List<Line> setup,
        List<WorkloadStep> steps,
        List<WorkloadStep> concurrent,
        List<WorkloadStep> last,
        List<Foreseen> foreseen) {
    /** Makes the workload; the lists are copied. */
    public Workload {
        tasks = List.copyOf(tasks);
        setup = List.copyOf(setup);
        steps = List.copyOf(steps);
        concurrent = List.copyOf(concurrent);
        last = List.copyOf(last);
        foreseen = List.copyOf(foreseen);
    }

    /**
     * A task.
     *
     * @param index its place in the list of tasks
     * @param name as written; a number in a log, empty for the only task of a file that names none
     * @param createdOn the line of the call that creates it, or 0 where it exists from the start
     */
    public record TaskName(int index, String name, int createdOn) {
        /** Returns the name for a report. */
        public String shown() {
            return name.isEmpty() ? "the task" : name;
        }
    }

    /**
     * Reads and checks a file.
     *
     * @throws WorkloadException where it is not understood or cannot run
     * @throws IOException where it cannot be read
     */
    public static Workload read(Path file) throws IOException, WorkloadException {
        return of(Source.read(file));
    }

    /** Reads and checks a text. */
    public static Workload of(String name, String text) throws WorkloadException {
        return of(Source.of(name, text));
    }

    /** Reads and checks a text. */
    public static Workload of(Source source) throws WorkloadException {
        source.requireText();
        return Resolver.resolve(source, FileReader.read(source));
    }

    /** Returns all steps, set-up calls aside. */
    public Stream<WorkloadStep> all() {
        return Stream.of(steps, concurrent, last).flatMap(List::stream);
    }

    /** Returns all calls, set-up calls aside. */
    public Stream<Line> calls() {
        return all().filter(Line.class::isInstance).map(Line.class::cast);
    }

    /**
     * Refuses the workload where a call, set-up calls included, is not among those that a command can honour.
     *
     * @param can which calls the command honours
     * @param why what to say of one that it does not
     * @throws WorkloadException naming the first such call
     */
    public void require(Predicate<CallSpec> can, String why) throws WorkloadException {
        for (Line line : Stream.concat(setup.stream(), calls()).toList()) {
            Optional<CallSpec> spec = line.spec();
            if (spec.isPresent() && !can.test(spec.get())) {
                throw line.error("the call \"" + line.name() + "\"", why);
            }
        }
    }
}
