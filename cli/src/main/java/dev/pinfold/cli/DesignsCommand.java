package dev.pinfold.cli;

import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.design.Debate;
import dev.pinfold.mm.design.DesignPoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pinfold designs}: the design points and their choices. */
@Command(
        name = "designs",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the points at which designs of memory management differ, with their choices.",
            "A choice is made by design(POINT=CHOICE) in a workload, or by --design POINT=CHOICE of run and explore."
        })
final class DesignsCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output;

    @Mixin
    DesignOptions design;

    @Parameters(arity = "0..*", paramLabel = "POINT", description = "Points. Default: all.")
    List<String> names = new ArrayList<>();

    /** A choice as {@code --json} describes it. */
    record ChoiceJson(String name, String summary, boolean isDefault, boolean linux, boolean fromOutside) {}

    /** A point as {@code --json} describes it. */
    record PointJson(
            String name,
            String question,
            String thread,
            String page,
            String decidedBy,
            String linux,
            String since,
            List<ChoiceJson> choices) {
        static PointJson of(DesignPoint<?> p) {
            return new PointJson(
                    p.name(),
                    p.question(),
                    p.debate().thread(),
                    DesignsCommand.page(p.debate()),
                    p.type().getName(),
                    p.linux(),
                    p.since(),
                    p.choices().stream()
                            .map(c -> new ChoiceJson(
                                    c.choice(),
                                    c.summary(),
                                    c.equals(p.byDefault()),
                                    c.choice().equals(p.linux()),
                                    p.fromOutside(c)))
                            .toList());
        }
    }

    /** What {@code --json} prints. */
    record PointsJson(List<PointJson> points) {}

    @Override
    public Integer call() throws IOException {
        design.apply();
        List<DesignPoint<?>> chosen = DesignOptions.points(names);
        Console console = output.console();
        if (output.json) {
            Json.print(
                    console.out(),
                    new PointsJson(chosen.stream().map(PointJson::of).toList()));
        } else {
            chosen.forEach(p -> print(console, p));
        }
        console.out().flush();
        return ExitCode.AS_EXPECTED;
    }

    /** Where the page about a discussion lies; empty if there is none. */
    static String page(Debate debate) {
        return debate.page().isEmpty() ? "" : "docs/debates/" + debate.page() + ".md";
    }

    private static void print(Console console, DesignPoint<?> p) {
        PrintWriter out = console.out();
        out.println(console.styled("@|bold " + p.name() + "|@ ") + p.question());
        for (Choice c : p.choices()) {
            List<String> notes = new ArrayList<>();
            if (c.equals(p.byDefault())) {
                notes.add("default");
            }
            if (c.choice().equals(p.linux())) {
                notes.add("Linux " + p.since());
            }
            if (p.fromOutside(c)) {
                notes.add("from outside");
            }
            String after = notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")";
            out.printf("  %-18s %s%s%n", c.choice(), c.summary(), after);
        }
        if (p.linux().isEmpty() && !p.since().isEmpty()) {
            out.println("  Linux: " + p.since());
        }
        out.println("  decided by " + p.type().getName());
        if (p.debate() != Debate.NONE) {
            out.println("  debated in \"" + p.debate().thread() + "\"; " + page(p.debate()));
        }
        out.println();
    }
}
