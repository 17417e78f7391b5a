package dev.pinfold.cli;

import dev.pinfold.lab.lang.CallCatalogue;
import dev.pinfold.lab.lang.CallSpec;
import dev.pinfold.lab.lang.Syscalls;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pinfold calls}: the calls of the workload language. */
@Command(
        name = "calls",
        mixinStandardHelpOptions = true,
        description = "Lists the calls of the workload language, or tells of one of them.")
final class CallsCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "A call.")
    @Nullable
    String name;

    /** A call as {@code --json} describes it. */
    record Call(String name, String group, String call, String gives, String does, boolean available) {
        static Call of(CallSpec spec) {
            return new Call(spec.name(), spec.group(), spec.signature(), spec.result(), spec.doc(), spec.available());
        }
    }

    /** What {@code --json} prints. */
    record Calls(List<Call> calls) {}

    @Override
    public Integer call() {
        List<CallSpec> chosen = chosen();
        Console console = output.console();
        if (output.json) {
            Json.print(console.out(), new Calls(chosen.stream().map(Call::of).toList()));
        } else if (name != null) {
            chosen.forEach(spec -> one(console, spec));
        } else {
            CallCatalogue.groups().forEach(group -> group(console, group));
            console.out().println("Every other system call of Linux is passed over and counted by its name.");
        }
        console.out().flush();
        return ExitCode.AS_EXPECTED;
    }

    private List<CallSpec> chosen() {
        if (name == null) {
            return List.copyOf(CallCatalogue.all());
        }
        CallSpec spec = CallCatalogue.find(name).orElse(null);
        if (spec == null) {
            throw new UserError(
                    Syscalls.has(name)
                            ? "pinfold: " + name + " is a system call that does not concern memory or files: it is "
                                    + "passed over and counted"
                            : "pinfold: " + name + " is no call; 'pinfold calls' lists them");
        }
        return List.of(spec);
    }

    private static void group(Console console, CallCatalogue.Group group) {
        PrintWriter out = console.out();
        String later = group.available() ? "" : " (not yet available)";
        out.println(console.styled("@|bold " + group.title() + "|@" + later));
        for (CallSpec spec : group.calls()) {
            out.printf("  %-62s %s%n", spec.signature(), spec.doc());
        }
        out.println();
    }

    private static void one(Console console, CallSpec spec) {
        PrintWriter out = console.out();
        String gives = spec.result().isEmpty() ? "" : " = " + spec.result();
        out.println(console.styled("@|bold " + spec.signature() + "|@") + gives);
        out.println("  " + spec.doc());
        if (!spec.available()) {
            out.println("  Not yet available.");
        }
    }
}
