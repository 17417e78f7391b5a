package dev.pinfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The promises all commands share: exit statuses, streams, and no stack trace for what the user can mend. */
class FrameTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Command(name = "probe", mixinStandardHelpOptions = true)
    static final class Probe implements Callable<Integer> {
        @Mixin
        OutputOptions output;

        @Parameters(index = "0")
        String how;

        record Answer(String how, int number) {}

        @Override
        public Integer call() throws Exception {
            switch (how) {
                case "user" -> throw new UserError("a.mm:3:7: found '(', expected a name");
                case "file" -> Files.size(Path.of("/no/such/file"));
                case "defect" -> throw new IllegalStateException("tables leak");
                case "assertion" -> throw new AssertionError("count of frame 7 is -1");
                default -> {}
            }
            if (output.json) {
                Json.print(output.console().out(), new Answer(how, 7));
            } else {
                output.console().out().println(output.console().styled("@|bold,red seven|@"));
            }
            return ExitCode.of(how.equals("well"));
        }
    }

    private int probe(String... args) {
        return execute(new Probe(), args);
    }

    private int pinfold(String... args) {
        return execute(Main.frame(PinfoldCommand.forArguments(args)), args);
    }

    private int execute(Object root, String... args) {
        return execute(Main.frame(root), args);
    }

    private int execute(CommandLine frame, String... args) {
        frame.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return Main.execute(frame, args);
    }

    @Test
    void finishedWorkIsZeroOrOne() {
        assertThat(probe("well")).isZero();
        assertThat(probe("ill")).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whatTheUserCanMendIsAMessageAndTwo() {
        assertThat(probe("user")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("a.mm:3:7: found '(', expected a name" + System.lineSeparator());
        assertThat(probe("file")).isEqualTo(2);
        assertThat(err.toString()).contains("/no/such/file: no such file").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void badUsageIsTwoAndNamesTheHelp() {
        assertThat(probe("well", "--jsn")).isEqualTo(2);
        assertThat(probe()).isEqualTo(2);
        assertThat(pinfold()).isEqualTo(2);
        assertThat(pinfold("rum", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--jsn").contains("--help").doesNotContain("Exception");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void ourOwnFailureIsThreeAndSaysSo() {
        assertThat(probe("defect")).isEqualTo(3);
        assertThat(err.toString())
                .contains("defect of Pinfold")
                .contains("tables leak")
                .contains("FrameTest");
        assertThat(probe("assertion")).isEqualTo(3);
        assertThat(err.toString()).contains("count of frame 7 is -1");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void ourOwnFailureSaysHowToSeeItAgainAndWhereToReportIt() {
        assertThat(probe("defect", "a b's")).isEqualTo(2);
        err.getBuffer().setLength(0);
        assertThat(probe("defect")).isEqualTo(3);
        assertThat(err.toString()).contains("to see it again: pinfold defect").contains(Version.issues());
        assertThat(Version.issues()).startsWith("https://");
    }

    @Test
    void jsonIsOneObjectAlone() {
        assertThat(probe("well", "--json")).isZero();
        assertThat(out.toString()).isEqualTo("{\"how\":\"well\",\"number\":7}" + System.lineSeparator());
    }

    @Test
    void noColoursWithoutATerminal() {
        assertThat(probe("well")).isZero();
        assertThat(out.toString()).isEqualTo("seven" + System.lineSeparator());
    }

    /** Only the command that is asked for is looked at, and nobody can tell. */
    @Test
    void everyCommandAnswersByItselfAsItDoesAmongAll() {
        String all = PinfoldCommand.whole().getUsageMessage();
        for (String name : PinfoldCommand.COMMANDS.keySet()) {
            assertThat(all).contains("\n  " + name + " ");
            assertThat(pinfold(name, "--help")).isZero();
            String alone = out.toString();
            out.getBuffer().setLength(0);
            assertThat(execute(Main.frame(PinfoldCommand.whole()), name, "--help"))
                    .isZero();
            assertThat(alone).isEqualTo(out.toString()).startsWith("Usage: pinfold " + name + " ");
            out.getBuffer().setLength(0);
        }
    }

    @Test
    void helpAndVersionAreZero() {
        assertThat(pinfold("--help")).isZero();
        assertThat(pinfold("--version")).isZero();
        assertThat(out.toString()).contains("Usage: pinfold").contains("pinfold " + Version.number());
        assertThat(Version.number()).matches("\\d+\\.\\d+\\.\\d+.*");
    }
}
