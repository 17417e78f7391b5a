package dev.pinfold.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped workloads about pins and devices come out as they say, whatever the design does not have to say. */
class PinWorkloadsTest {
    static List<Path> workloads() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "examples"))) {
            return files.filter(f -> f.getFileName()
                            .toString()
                            .matches("(.*pin-.*|leaked-.*|dax-.*|unbind-.*|concurrent-(dax|unbind|poison)-.*)\\.mm"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void comesOutAsItSays(Path file) throws IOException, WorkloadException {
        Workload workload = Workload.read(file);
        assertThat(run(workload)).isEmpty();
        boolean chooses = workload.setup().stream().anyMatch(l -> l.name().equals("design"));
        for (String count : List.of("counter", "mapcount")) {
            for (String tables : List.of("share", "copy")) {
                Design design = Design.defaults().with("PIN_COUNT", count).with("FORK_TABLES", tables);
                if (!chooses) {
                    assertThat(WorkloadRun.run(workload, (c, d) -> Machine.of(c, design), () -> {})
                                    .differences())
                            .isEmpty();
                }
            }
        }
    }

    private static List<String> run(Workload workload) throws WorkloadException {
        return WorkloadRun.run(workload, Machine::of, () -> {}).differences().stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void whatIsStillHeldAtTheEndIsADifference() throws WorkloadException {
        String text = """
                A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
                A pin_user_pages(a, 2, FOLL_WRITE) = p
                A unpin_user_page(p[0])
                """;
        assertThat(WorkloadRun.run(Workload.of("t", text), Machine::of, () -> {})
                        .differences())
                .singleElement()
                .satisfies(d -> assertThat(d.actual()).isEqualTo("1 still pinned"));
    }

    @Test
    void aPutIsNoUnpin() throws WorkloadException {
        Workload workload = Workload.of("t", """
                A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
                A pin_user_pages(a, 1, 0) = p
                A put_pages(p)
                """);
        assertThatThrownBy(() -> run(workload))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("which nobody has got");
    }
}
