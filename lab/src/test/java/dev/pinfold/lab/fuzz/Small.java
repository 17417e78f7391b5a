package dev.pinfold.lab.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.log.LogRun;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import java.nio.charset.StandardCharsets;

/** What all fuzzing shares: how bytes are a text, how large a machine may be, and what an error must look like. */
final class Small {
    /** A message fits on a screen. */
    private static final int LONGEST = 1200;

    private static final long MEMORY = 256L << 20;

    private Small() {}

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The machine that is asked for is larger than fuzzing can afford. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The machine of a log, which is never short of memory, with as much as fuzzing can afford. */
    static Machine ofLog(MachineConfig config, Design design) {
        return machine(config.memory() == LogRun.MEMORY ? config.withMemory(MEMORY) : config, design);
    }

    static Machine machine(MachineConfig config, Design design) {
        if (config.memory() > MEMORY || config.cpus() > 8) {
            throw new TooLarge();
        }
        return Machine.of(config, design);
    }

    /** An error says where, and what was expected, in few words. */
    static void refused(WorkloadException e) {
        assertThat(e.getMessage()).startsWith("fuzz:").contains("expected").hasSizeLessThan(LONGEST);
    }
}
