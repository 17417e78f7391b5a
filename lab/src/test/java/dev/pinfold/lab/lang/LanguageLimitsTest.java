package dev.pinfold.lab.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts without measure are refused with a message of some lines, whatever it is that has no measure. */
class LanguageLimitsTest {
    private static final String MUCH = "x".repeat(1_000_000);

    private static WorkloadException refused(String text) {
        WorkloadException e = catchThrowableOfType(WorkloadException.class, () -> Workload.of("w.mm", text + "\n"));
        assertThat(e).as("an error of the workload").isNotNull();
        assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(800).startsWith("w.mm:1:");
        return e;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A load(%s)",
                "A %s(1)",
                "A load(1) = -1 E%s",
                "A mmap(NULL, 4096, PROT_%s, MAP_PRIVATE, -1, 0)",
                "machine(%s=1)",
                "design(PIN_COUNT=%s)",
                "design(%s=bias)",
                "A load(0x%s)",
                "A load(1 /* %s",
                "%s: load(1)",
            })
    void aWordWithoutEndIsQuotedInPart(String line) {
        refused(line.formatted(MUCH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "~", "f(", "a[", "process_vm_readv(1, [", "{a=", "[[", "-~"})
    void valuesNestOnlySoDeep(String opening) {
        WorkloadException e = refused("A load(" + opening.repeat(50_000));
        assertThat(e.expected()).contains(String.valueOf(ExprReader.DEEPEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "-", "*", "|", "<<"})
    void operatorsChainOnlySoLong(String operator) throws Exception {
        String chain = ("1" + operator).repeat(ExprReader.MOST_OPERATORS);
        Workload.of("w.mm", "A load(" + chain + "1)\n");
        WorkloadException e = refused("A load(" + chain + "1" + operator + "1)");
        assertThat(e.expected()).contains(String.valueOf(ExprReader.MOST_OPERATORS));
    }

    @Test
    void aLogPassesOverWhatNestsWithoutMeasure() throws Exception {
        Workload log = Workload.of("a.log", "1 ioctl(3, " + "{a=".repeat(5000) + "1" + "}".repeat(5000) + ") = 0\n");
        assertThat(log.calls()).hasSize(1);
    }
}
