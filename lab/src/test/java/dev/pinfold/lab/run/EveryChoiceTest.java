package dev.pinfold.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.lang.Foreseen;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.design.DesignPoint;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every concurrent workload shipped, under every other choice of each design point it gets to: no violation, or exactly the
 * one that the workload says the choice is known for.
 */
@Tag("controlled")
class EveryChoiceTest {
    private static final long FORESEEN_WORK = 60_000_000;

    @TestFactory
    Stream<DynamicTest> aLook() throws IOException {
        return tests(20, 1_000_000);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> aLongLook() throws IOException {
        return tests(Long.MAX_VALUE, 24_000_000);
    }

    private static Stream<DynamicTest> tests(long schedules, long work) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of("..", "examples"))) {
            files = all.filter(f -> f.getFileName().toString().startsWith("concurrent-"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> explore(f, schedules, work)));
    }

    private static void explore(Path file, long schedules, long work) throws IOException, WorkloadException {
        Workload w = Workload.read(file);
        Design base = SetUp.design(w.setup());
        List<Design> designs = new ArrayList<>();
        for (DesignPoint<?> point : Design.points()) {
            if (getsTo(w, point)) {
                point.choices().stream()
                        .skip(1)
                        .map(c -> base.with(point.name(), c.choice()))
                        .forEach(designs::add);
            }
        }
        w.foreseen().stream()
                .map(f -> f.applied(base))
                .filter(d -> !designs.contains(d))
                .forEach(designs::add);
        for (Design d : designs) {
            Foreseen known =
                    w.foreseen().stream().filter(f -> f.under(d)).findFirst().orElse(null);
            Explorer e = Explorer.of(ExploredWorkload.of(w, (c, own) -> Machine.of(c, d)));
            Failure found = (known == null ? e.schedules(schedules).work(work) : e.work(FORESEEN_WORK))
                    .explore()
                    .violation();
            assertThat(found == null ? "none" : found.kind())
                    .as("violation under %s: %s", d, found)
                    .isEqualTo(known == null ? "none" : known.kind());
        }
    }

    /** Whether a run asks the choice of a point anything, beside what building the machine does. */
    private static boolean getsTo(Workload w, DesignPoint<?> point) throws WorkloadException {
        if (w.setup().stream().anyMatch(l -> l.toString().contains(point.name()))) {
            // It is about this choice.
            return false;
        }
        TreeSet<String> asked = new TreeSet<>();
        boolean[] running = {false};
        Supplier<ExploredWorkload> made = ExploredWorkload.of(w, (c, own) -> {
            Machine m = Machine.of(c, watched(own, point, asked, running));
            running[0] = true;
            return m;
        });
        Explorer.of(made).strategy("random").schedules(1).explore();
        return !asked.isEmpty();
    }

    private static <T extends Choice> Design watched(
            Design d, DesignPoint<T> point, Set<String> asked, boolean[] running) {
        T real = d.get(point);
        Object watcher = Proxy.newProxyInstance(
                point.type().getClassLoader(), new Class<?>[] {point.type()}, (proxy, method, args) -> {
                    if (method.getName().equals("forMachine")) {
                        return proxy;
                    }
                    if (running[0]) {
                        asked.add(method.getName());
                    }
                    try {
                        return method.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return d.with(point, point.type().cast(watcher));
    }
}
