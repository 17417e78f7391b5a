package dev.pinfold.cli;

import dev.pinfold.lab.ablate.Ablation;
import dev.pinfold.lab.explore.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pinfold ablate}: each protection off in turn. */
@Command(
        name = "ablate",
        mixinStandardHelpOptions = true,
        description = {
            "Switch off each lock site, flush site, wait and guard that the workloads get to, each alone, and explore",
            "until one of them notices. Names the survivors: a survivor means that a workload is missing, or that the",
            "protection is not needed."
        })
final class AblateCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Workloads. Default: all shipped.")
    List<Path> files = new ArrayList<>();

    @Option(names = "--only", paramLabel = "TEXT", description = "Only what has TEXT in its name. May be repeated.")
    List<String> only = new ArrayList<>();

    @Option(
            names = "--killers",
            paramLabel = "FILE",
            description = {
                "Which workload noticed which switch last time; those are tried first. Default: docs/killed-by.tsv of Pinfold's",
                "own folder, if it is there."
            })
    @Nullable
    Path killers;

    @Option(names = "--remember", description = "Write to that file what noticed which switch this time.")
    boolean remember;

    @Option(
            names = "--work",
            paramLabel = "N",
            description = {
                "Work for each switch on each workload, in thousands of operations; a run counts for half a thousand besides",
                "what it does. Default: ${DEFAULT-VALUE}."
            })
    long work = 2_000;

    @Option(
            names = "--in-all",
            paramLabel = "N",
            description = "Work for each switch on all workloads, in thousands. Default: ${DEFAULT-VALUE}.")
    long inAll = 10_000;

    /** A switch as {@code --json} prints it. */
    record SiteJson(
            String site,
            String kind,
            boolean killed,
            @Nullable String by,
            @Nullable String violation,
            @Nullable String schedule,
            int reachedBy,
            int workedIn,
            int seenWhole,
            long work) {
        static SiteJson of(Ablation.Verdict v) {
            Failure f = v.violation();
            return new SiteJson(
                    v.site(),
                    v.kind(),
                    v.killed(),
                    v.by(),
                    f == null ? null : f.kind() + ": " + f.message(),
                    f == null ? null : f.schedule(),
                    v.reach(),
                    v.tried(),
                    v.seen(),
                    v.work());
        }
    }

    /** What {@code --json} prints. */
    record AblationJson(List<SiteJson> sites, long killed, int total) {}

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (work <= 0 || inAll <= 0) {
            throw new ParameterException(spec.commandLine(), "--work and --in-all take numbers above 0");
        }
        Console console = output.console();
        List<Path> chosen = files.isEmpty() ? Explorations.all() : files;
        List<Ablation.Subject> subjects = new ArrayList<>();
        for (Path file : chosen) {
            subjects.add(new Ablation.Subject(file.toString(), Explorations.program(file)));
        }
        Path hints =
                killers == null ? Path.of(System.getProperty("pinfold.home", "."), "docs", "killed-by.tsv") : killers;
        Map<String, String> known = read(hints);
        List<Ablation.Verdict> verdicts;
        try (Progress progress = console.progress("ablate", -1)) {
            verdicts = new Ablation(subjects)
                    .work(work * 1000, inAll * 1000)
                    .until(Interruption::wanted)
                    .known(known)
                    .warning(what -> console.err().println("pinfold: " + what))
                    .progress(what -> {
                        progress.step(1);
                        progress.note(what);
                    })
                    .run(name -> only.isEmpty() || only.stream().anyMatch(name::contains), v -> {
                        if (!output.json) {
                            print(console, v);
                        }
                    });
        }
        if (verdicts.isEmpty() && !Interruption.wanted()) {
            throw new UserError("pinfold: no workload gets to a switch"
                    + (only.isEmpty() ? "" : " whose name has " + String.join(" or ", only))
                    + ": nothing was looked at");
        }
        if (remember) {
            if (files.isEmpty() && only.isEmpty() && !Interruption.wanted()) {
                known.clear(); // What this run knows is all there is.
            }
            for (Ablation.Verdict v : verdicts) {
                String by = v.by();
                if (by != null) {
                    known.put(v.site(), String.valueOf(Path.of(by).getFileName()));
                } else {
                    known.remove(v.site());
                }
            }
            Files.write(
                    hints,
                    known.entrySet().stream()
                            .map(e -> e.getKey() + "\t" + e.getValue())
                            .toList());
        }
        long killed = verdicts.stream().filter(Ablation.Verdict::killed).count();
        if (output.json) {
            Json.print(
                    console.out(),
                    new AblationJson(verdicts.stream().map(SiteJson::of).toList(), killed, verdicts.size()));
        } else {
            console.out().printf("%d of %d killed%n", killed, verdicts.size());
        }
        console.out().flush();
        return ExitCode.of(killed == verdicts.size());
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> known = new TreeMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    known.put(line.substring(0, tab), line.substring(tab + 1));
                }
            }
        }
        return known;
    }

    private static void print(Console console, Ablation.Verdict v) {
        PrintWriter out = console.out();
        Failure f = v.violation();
        if (f == null) {
            out.println("%s%s %s (reached by %d, may matter in %d, of which %d seen whole)"
                    .formatted(
                            console.styled("@|bold,red SURVIVES|@ "),
                            v.kind(),
                            v.site(),
                            v.reach(),
                            v.tried(),
                            v.seen()));
        } else {
            out.println("killed   " + v.kind() + " " + v.site());
            out.println("         by " + v.by() + ": " + f.kind() + ": " + Console.shortened(f.message()));
            out.println("         --schedule " + f.schedule());
        }
        out.flush();
    }
}
