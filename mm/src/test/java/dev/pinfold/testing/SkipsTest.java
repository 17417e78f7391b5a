package dev.pinfold.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** A skip that is not on the list fails, and none can go by the list. */
class SkipsTest {
    private static final String WORDS = "because it is Tuesday";

    /** Expects what the extension makes of a skip: a failure. */
    static final class Expected implements TestExecutionExceptionHandler {
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable thrown) {
            assertThat(thrown).isInstanceOf(AssertionError.class).hasMessageContaining(WORDS);
        }
    }

    @Test
    @ExtendWith(Expected.class)
    void aSkipThatIsNotListedFails() {
        Assumptions.abort(WORDS);
    }

    @TestFactory
    Stream<DynamicTest> theListIsAsked() {
        return Skips.ALL.stream()
                .map(s -> DynamicTest.dynamicTest(s.from(), () -> {
                    assertThat(s.why()).isNotBlank();
                    assertThat(s.words()).isNotBlank();
                    assertThat(Skips.allows(s.from() + "SomeTest", "it " + s.words()))
                            .isTrue();
                    assertThat(Skips.allows(s.from() + "SomeTest", WORDS)).isFalse();
                    assertThat(Skips.allows("dev.pinfold.other.SomeTest", s.words()))
                            .isFalse();
                }));
    }

    @Test
    void aListedSkipStaysOne() {
        var listed = Skips.ALL.getFirst();
        assertThatThrownBy(() -> NoOtherSkips.judge(listed.from() + "Test", new TestAbortedException(listed.words())))
                .isInstanceOf(TestAbortedException.class);
        assertThat(NoOtherSkips.judge(listed.from() + "Test", new TestAbortedException()))
                .hasMessageContaining(listed.from());
    }

    /** Annotations that switch tests off are seen by no extension, so no test has them. */
    @Test
    void noTestIsSwitchedOff() throws IOException {
        Pattern off = Pattern.compile("import org\\.junit\\.jupiter\\.api\\.(Disabled|condition\\.)");
        for (String module : List.of("mm", "lab", "host", "bench", "cli")) {
            Path tests = Path.of("..", module, "src", "test");
            if (!Files.isDirectory(tests)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(tests)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    assertThat(off.matcher(Files.readString(file)).find())
                            .as(file.toString())
                            .isFalse();
                }
            }
        }
    }
}
