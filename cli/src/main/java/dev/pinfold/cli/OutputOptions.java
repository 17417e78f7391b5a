package dev.pinfold.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command offers about its output: mix it in as {@code @Mixin OutputOptions output}. */
final class OutputOptions {
    @Option(names = "--json", description = "Print one JSON object on standard output and nothing else there.")
    boolean json;

    @Spec(Spec.Target.MIXEE)
    CommandSpec mixee;

    /** The streams of the command that runs. */
    Console console() {
        return Console.of(mixee);
    }
}
