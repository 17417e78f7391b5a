package dev.pinfold.host.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped agent is what its source builds: where there is a compiler, both behave alike. */
final class RebuildTest {
    @Test
    void sourceBuildsAnAgentThatBehavesLikeTheShippedOne(@TempDir Path folder) throws Exception {
        Path script = Path.of("src/main/agent/build.sh");
        assumeTrue(compiler(), "no gcc here");
        Path built = folder.resolve("agent.elf");
        Process build = new ProcessBuilder(
                        "sh", script.toString(), built.toAbsolutePath().toString())
                .inheritIO()
                .start();
        assertThat(build.waitFor()).isZero();
        try (Agent shipped = Agents.start();
                Agent rebuilt = Agent.start(AgentOptions.standard(), Files.readAllBytes(built))) {
            assertThat(script(rebuilt)).isEqualTo(script(shipped));
        }
    }

    private static boolean compiler() throws InterruptedException {
        try {
            return new ProcessBuilder("gcc", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs one operation of every kind and returns what came of each. */
    private static List<String> script(Agent agent) {
        long at = 0x100000000000L;
        agent.spawn(0);
        Batch b = agent.batch();
        b.syscall(0, 9, at, 16384, 3, 0x32, -1, 0);
        b.add(0, Opcode.FILL, at, 5000, 0x5a);
        b.add(0, Opcode.CHECK, at, 5001, 0x5a);
        b.add(0, Opcode.STORE, at + 4094, 0x1122334455667788L, 8);
        b.add(0, Opcode.LOAD, at + 4095, 4);
        b.add(0, Opcode.CAS, at, 0x5a, 0x5b, 1);
        b.add(0, Opcode.TOUCH, at, 20000, 1);
        b.add(0, Opcode.EXEC, at);
        b.add(0, Opcode.COPY, at, 64, b.reserve(64));
        b.add(0, Opcode.PUT, at + 16380, 64, 0);
        b.add(0, Opcode.CLONE, 0, 1);
        b.add(1, Opcode.LOAD, at, 8);
        b.add(1, Opcode.EXIT, 231, 3);
        b.add(0, Opcode.NOP);
        long room = b.reserve(1 << 16);
        b.add(0, Opcode.SNAPSHOT, room, 1 << 16, 64, 1);
        agent.run();
        List<String> results = new ArrayList<>();
        for (int i = 0; i < b.size(); i++) {
            // The pid of the child is nobody's business, and snapshots end with lines about the agent itself.
            long value = i == 10 || i == 14 ? Long.signum(b.value(i)) : b.value(i);
            results.add(i + " " + b.kind(i) + " " + value + " " + b.signal(i) + " " + b.code(i) + " "
                    + b.faultAddress(i) + " " + b.aux(i));
        }
        return results;
    }
}
