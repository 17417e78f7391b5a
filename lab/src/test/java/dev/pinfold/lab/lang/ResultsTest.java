package dev.pinfold.lab.lang;

import static dev.pinfold.lab.lang.Texts.assertError;
import static dev.pinfold.lab.lang.Texts.line;
import static dev.pinfold.lab.lang.Texts.outcomes;
import static dev.pinfold.lab.lang.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsTest {
    @Test
    void aLineWithoutResultExpectsNothing() {
        assertThat(line("A store(1, 2)").expectation()).isEmpty();
        assertThat(line("A store(1, 2)   # = 3").expectation()).isEmpty();
    }

    @Test
    void errors() {
        assertThat(outcomes("munmap(1, 2) = -1 EINVAL")).containsExactly(new Expectation.Failure(22));
        assertThat(outcomes("munmap(1, 2) = -1 EINVAL (Invalid argument)"))
                .containsExactly(new Expectation.Failure(22));
        assertThat(outcomes("munmap(1, 2) = -1 EINVAL (Invalid (odd) argument) <0.000012>"))
                .containsExactly(new Expectation.Failure(22));
        assertThat(outcomes("munmap(1, 2) = -1 (errno 524)")).containsExactly(new Expectation.Failure(524));
        assertThat(outcomes("munmap(1, 2) = -1 EWOULDBLOCK")).containsExactly(new Expectation.Failure(11));
    }

    @ParameterizedTest
    @CsvSource({
        "SIGSEGV, SEGV_MAPERR",
        "SIGSEGV, SEGV_ACCERR",
        "SIGSEGV, SEGV_PKUERR",
        "SIGSEGV, SI_KERNEL",
        "SIGBUS, BUS_ADRERR",
        "SIGBUS, BUS_MCEERR_AR",
    })
    void faults(String signal, String code) {
        assertThat(outcomes("A load(1) = " + signal + " " + code)).containsExactly(new Expectation.Fault(signal, code));
    }

    @Test
    void alternativesHaveBlanksAroundTheirBar() {
        assertThat(outcomes("A store(1, 1) = 0 | SIGBUS BUS_ADRERR | -1 ENOMEM | PKS_FAULT"))
                .hasSize(4)
                .contains(new Expectation.Fault("PKS_FAULT", ""), new Expectation.Failure(12));
        assertThat(outcomes("A fcntl(3, F_GET_SEALS) = F_SEAL_SEAL|F_SEAL_GROW"))
                .hasSize(1);
    }

    @Test
    void anything() {
        assertThat(outcomes("A load(1) = ?")).containsExactly(new Expectation.Any(false));
        assertThat(outcomes("read(0, \"\", 1) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)"))
                .containsExactly(new Expectation.Any(true));
    }

    @Test
    void aNewNameBindsAndABoundOneIsExpected() {
        List<Line> lines = read("A load(1) = x", "A load(2) = x", "A load(3) = x+1", "A load(4) = y == x")
                .calls()
                .toList();
        assertThat(slot(lines.get(0))).isEqualTo(new Expectation.Slot("x", List.of()));
        assertThat(slot(lines.get(1)).binds()).isEmpty();
        assertThat(slot(lines.get(1)).equals()).hasSize(1);
        assertThat(slot(lines.get(2)).binds()).isEmpty();
        assertThat(slot(lines.get(3)).binds()).isEqualTo("y");
        assertThat(slot(lines.get(3)).equals()).hasSize(1);
    }

    private static Expectation.Slot slot(Line line) {
        Expectation.Outcome outcome =
                line.expectation().orElseThrow().outcomes().getFirst();
        return ((Expectation.Values) outcome).slots().getFirst();
    }

    @Test
    void severalValuesAreJoinedByCommas() {
        Expectation.Outcome outcome = outcomes("A dirty_range() = start, end").getFirst();
        assertThat(((Expectation.Values) outcome).slots())
                .containsExactly(new Expectation.Slot("start", List.of()), new Expectation.Slot("end", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0x8002 (flags O_RDWR|O_LARGEFILE)",
                "1 ([{fd=3, revents=POLLIN}])",
                "0 (Timeout)",
                "3</etc/ld.so.cache>",
                "3",
                "0x7f20f4b07000 <0.000007>",
                "1234 /* 5 in strace's PID NS */",
                "1 (in [3], left {tv_sec=1, tv_usec=2})",
                "0 (INJECTED)",
            })
    void whatStraceAddsToAResultIsReadOver(String result) {
        assertThat(line("dup(3) = " + result).expectation()).isPresent();
    }

    @Test
    void badResultsAreShownWhereTheyStand() {
        assertError(1, 16, "an error that Linux has", "A load(1) = -1 EFOO");
        assertError(1, 21, "SEGV_MAPERR, SEGV_ACCERR", "A load(1) = SIGSEGV SEGV_FOO");
        assertError(1, 20, "BUS_ADRERR", "A load(1) = SIGBUS SEGV_MAPERR");
        assertError(1, 12, "a result", "A load(1) =");
        assertError(1, 16, "a result", "A load(1) = 1 |");
        assertError(1, 15, "the end of the line", "A load(1) = 1 2");
        assertError(1, 11, "\"=\" and a result", "A load(1) 2 2");
    }
}
