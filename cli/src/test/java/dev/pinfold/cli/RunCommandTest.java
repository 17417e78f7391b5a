package dev.pinfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private static final String FINE = """
            # one page
            A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
            A store(a, 5)
            A load(a) = 5
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        var frame =
                Main.frame(new RunCommand()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return Main.execute(frame, args);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aReportForAPerson() throws IOException {
        assertThat(run(file("fine.mm", FINE))).isZero();
        assertThat(out.toString())
                .contains("as expected")
                .contains("3 calls")
                .contains("page-table pages")
                .contains("1 mapping");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aDifferenceIsShownAndGivesOne() throws IOException {
        assertThat(run(file("off.mm", FINE.replace("= 5", "= 6")))).isEqualTo(1);
        assertThat(out.toString())
                .contains("not as expected")
                .contains("line 4  load(a)")
                .contains("expected  6")
                .contains("actual    5");
    }

    @Test
    void jsonHasTheFieldsThatProgramsRelyOn() throws IOException {
        assertThat(run("--json", file("off.mm", FINE.replace("= 5", "= 6")))).isEqualTo(1);
        JsonObject object = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(object.keySet())
                .contains("file", "calls", "differences", "adopted", "skipped", "faults", "tables", "elapsedMs");
        JsonObject difference = object.getAsJsonArray("differences").get(0).getAsJsonObject();
        assertThat(difference.get("line").getAsInt()).isEqualTo(4);
        assertThat(difference.get("call").getAsString()).isEqualTo("load(a)");
        assertThat(difference.get("expected").getAsString()).isEqualTo("6");
        assertThat(difference.get("actual").getAsString()).isEqualTo("5");
        assertThat(object.getAsJsonObject("skipped").keySet()).isEmpty();
    }

    @Test
    void severalFilesAreOneObject() throws IOException {
        assertThat(run("--json", file("a.mm", FINE), file("b.mm", FINE.replace("= 5", "= 6"))))
                .isEqualTo(1);
        JsonObject object = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(object.getAsJsonArray("runs")).hasSize(2);
    }

    @Test
    void badInputIsTwoAndNothingOnStandardOutput() throws IOException {
        assertThat(run("--json", file("a.mm", FINE), file("bad.mm", "A lode(1)\n")))
                .isEqualTo(2);
        assertThat(run(file("later.mm", "A kmap(1)\n"))).isEqualTo(2);
        assertThat(run(file("wait.mm", "A fork() = B\nA wait4(B, NULL, 0, NULL) = B\n")))
                .isEqualTo(2);
        assertThat(run(folder.resolve("none.mm").toString())).isEqualTo(2);
        assertThat(run(folder.toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("bad.mm:1:3: found the call \"lode\"")
                .contains("wait.mm:2:3: found \"wait4(…)\", which waits for the task \"B\" to exit")
                .contains("no such file");
    }

    @Test
    void aLogIsReplayed() throws IOException {
        String log = """
                7 execve("/bin/x", ["x"], 0x7ffd /* 39 vars */) = 0
                7 mmap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f20f4b07000
                7 munmap(0x7f20f4b07000, 8192) = 0
                7 +++ exited with 0 +++
                """;
        assertThat(run(file("x.log", log))).isZero();
        assertThat(out.toString()).contains("recorded log").contains("2 of 2 as the kernel answered them (100 %)");
    }

    private static final String POSTED = """
            Here it is:

            $ strace ./x
            execve("./x", ["x"], 0x7ffd00001000 /* 39 vars */) = 0
            mmap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f20f4b07000
            write(1, "hi\\n", 3hi
            )                     = 3
            madvise(0x7f20f4b07000, 4096, MADV_COLD) = -1 EINVAL (Invalid argument)
            +++ exited with 0 +++
            """;

    @Test
    void aReportOfALogSaysWhatWasPassedOverConcludedAndWhoseFaultDifferencesAre() throws IOException {
        assertThat(run(file("post.txt", POSTED))).isZero();
        assertThat(out.toString())
                .contains("recorded log of strace")
                .contains("not judged    1 line: write 1")
                .contains("passed over   1 line of the program's own output, 1 line of talk, 1 prompt of a shell")
                .contains("concluded     the kernel is Linux before 5.4: it has no MADV_COLD (line 8)")
                .contains("1 difference: the log was taken under another rule")
                .contains("because   Linux before 5.4 has no MADV_COLD");
        assertThat(run("--strict", file("post.txt", POSTED))).isEqualTo(1);
        assertThat(run("--verbose", file("post.txt", POSTED))).isZero();
        assertThat(out.toString()).contains("line 6  line of the program's own output: hi");
    }

    @Test
    void jsonOfALogHasItsOwnFields() throws IOException {
        assertThat(run("--json", "--verbose", "--kernel", "5.15", file("post.txt", POSTED)))
                .isEqualTo(1);
        JsonObject object = JsonParser.parseString(out.toString()).getAsJsonObject();
        JsonObject log = object.getAsJsonObject("log");
        assertThat(log.getAsJsonObject("passedOver").get("output").getAsInt()).isEqualTo(1);
        assertThat(log.getAsJsonArray("passed")).hasSize(3);
        assertThat(log.getAsJsonObject("notJudged").get("write").getAsInt()).isEqualTo(1);
        assertThat(log.getAsJsonObject("faults").get("pinfold").getAsInt())
                .as("5.15 has MADV_COLD")
                .isEqualTo(1);
        assertThat(object.getAsJsonArray("differences")
                        .get(0)
                        .getAsJsonObject()
                        .get("fault")
                        .getAsString())
                .isEqualTo("pinfold");
    }

    @Test
    void aKernelThatIsNoneIsRefused() throws IOException {
        assertThat(run("--kernel", "newest", file("post.txt", POSTED))).isEqualTo(2);
        assertThat(err.toString()).contains("--kernel: found \"newest\", expected a release such as 5.15");
    }

    @Test
    void filesOfTasksAreOneLog() throws IOException {
        String first = """
                execve("./x", ["x"], 0x7ffd00001000 /* 39 vars */) = 0
                mmap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f20f4b07000
                clone(child_stack=NULL, flags=SIGCHLD) = 8
                """;
        assertThat(run(file("t.7", first), file("t.8", "munmap(0x7f20f4b07000, 8192) = 0\n")))
                .isZero();
        assertThat(out.toString())
                .contains("t.*: as expected")
                .contains("2 tasks")
                .contains("2 of 2");
    }
}
