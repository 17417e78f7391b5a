package dev.pinfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.log.LogRun;
import dev.pinfold.lab.log.read.Log;
import dev.pinfold.lab.log.read.LogReader;
import dev.pinfold.lab.log.read.LogText;
import dev.pinfold.lab.run.WorkloadRun;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file says: what {@code run --json} prints of it is one line that every reader takes, with the fields documented. */
class JsonFuzzTest {
    private static final Map<String, List<String>> FIELDS = fields();
    private static final int LARGEST = 4 << 10;
    private static final long MEMORY = 256L << 20;

    /** The machine that is asked for is larger than fuzzing can afford. */
    private static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static Map<String, List<String>> fields() {
        try {
            return JsonFields.documented();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Small workloads and logs. */
    static List<byte[]> files() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String folder : List.of("../examples", "../examples/logs")) {
            try (Stream<Path> all = Files.list(Path.of(folder))) {
                for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                    if (Files.size(file) <= LARGEST) {
                        seeds.add(Files.readAllBytes(file));
                    }
                }
            }
        }
        return seeds;
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "15m")
    void parses(byte[] bytes) {
        String name = "fuzz";
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            Source source = Source.of(name, text);
            if (LogText.is(source)) {
                for (Log log : LogReader.read(source)) {
                    holds(RunResult.of(LogRun.run(log, Optional.empty(), JsonFuzzTest::machine, () -> {}), true));
                }
            } else {
                Workload workload = Workload.of(source);
                if (!workload.recorded()) {
                    holds(RunResult.of(WorkloadRun.run(workload, JsonFuzzTest::machine, () -> {})));
                }
            }
        } catch (WorkloadException | TooLarge e) {
            // Nothing is printed.
        }
    }

    private static Machine machine(MachineConfig config, Design design) {
        MachineConfig small = config.memory() == LogRun.MEMORY ? config.withMemory(MEMORY) : config;
        if (small.memory() > MEMORY || small.cpus() > 8) {
            throw new TooLarge();
        }
        return Machine.of(small, design);
    }

    private static void holds(RunResult result) {
        String text = Json.of(result);
        assertThat(text.lines()).hasSize(1);
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        JsonObject run = JsonParser.parseReader(reader).getAsJsonObject();
        has(run, "`run` of one file, `record`");
        each(run.get("differences"), "each of `differences` of `run`");
        if (!run.get("log").isJsonNull()) {
            JsonObject log = run.getAsJsonObject("log");
            has(log, "`log`");
            each(log.get("world"), "each of `world`");
            each(log.get("passed"), "each of `passed`");
        }
    }

    private static void each(JsonElement array, String object) {
        for (JsonElement e : (JsonArray) array) {
            has(e.getAsJsonObject(), object);
        }
    }

    private static void has(JsonObject object, String name) {
        assertThat(object.keySet()).containsExactlyInAnyOrderElementsOf(FIELDS.get(name));
    }
}
