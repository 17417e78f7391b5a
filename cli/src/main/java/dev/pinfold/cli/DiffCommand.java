package dev.pinfold.cli;

import com.google.gson.annotations.SerializedName;
import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.AgentUnavailableException;
import dev.pinfold.host.diff.Differ;
import dev.pinfold.host.diff.Divergence;
import dev.pinfold.host.diff.FileDiff;
import dev.pinfold.host.diff.KernelSide;
import dev.pinfold.host.diff.PinfoldSide;
import dev.pinfold.host.diff.RandomDiff;
import dev.pinfold.host.diff.ResultRecorder;
import dev.pinfold.host.proc.KernelInfo;
import dev.pinfold.host.random.Profile;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.run.SetUp;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pinfold diff}: the same calls on the running kernel and on Pinfold. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Make the same calls on the running kernel and on Pinfold and compare everything that can be seen.",
            "The first difference is cut to the shortest sequence that still shows it."
        })
final class DiffCommand implements Callable<Integer> {
    /** Memory of the machine for random sequences, in bytes. */
    private static final long RANDOM_MEMORY = 256L << 20;

    @Mixin
    OutputOptions output;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Workloads, run in file order.")
    List<Path> files = new ArrayList<>();

    @Option(names = "--random", paramLabel = "N", description = "Random sequences, about N operations in all.")
    long random;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the first random sequence.")
    @Nullable
    Long seed;

    @Option(
            names = "--profile",
            paramLabel = "P",
            description = "What random sequences are about: ${COMPLETION-CANDIDATES}. Default: all.")
    Profile profile = Profile.ALL;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "Compare the states after every N calls. Default: ${DEFAULT-VALUE}.")
    int every = 16;

    @Option(
            names = "--differences",
            paramLabel = "K",
            description = "End after K random sequences that differ. Default: ${DEFAULT-VALUE}.")
    int most = 1;

    @Option(names = "--save", paramLabel = "FILE", description = "Write the shortest sequence there, as a workload.")
    @Nullable
    Path save;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Write the calls with the kernel's answers there; run checks them on any machine.")
    @Nullable
    Path record;

    @Option(
            names = "--through",
            paramLabel = "PROGRAM",
            description = {
                "Ask another kernel than the running one: PROGRAM starts the agent there,",
                "such as host/src/main/emulator/emulated.sh."
            })
    @Nullable
    Path through;

    /** One difference, as other programs read it. */
    record Found(
            @Nullable String file,
            @Nullable Integer line,
            @Nullable Long seed,
            String what,
            String call,
            String kernel,
            String pinfold,
            List<String> shortest) {}

    /** The same for a reader: with the mappings of both sides. */
    private record Shown(Found found, Divergence difference) {}

    record Report(
            String kernel,
            long sequences,
            long operations,
            long givenUp,
            List<Found> differences,
            @SerializedName("elapsedMs") long elapsed) {}

    @Override
    public Integer call() throws IOException {
        if (random <= 0 && files.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "which FILE, or --random N?");
        }
        if (every < 1 || most < 1) {
            throw new ParameterException(spec.commandLine(), "--every and --differences take numbers above 0");
        }
        long start = System.nanoTime();
        List<Shown> found = new ArrayList<>();
        long[] sums = new long[3];
        for (Path file : files) {
            if (!Interruption.wanted()) {
                diff(file, found, sums);
            }
        }
        if (random > 0 && !Interruption.wanted()) {
            random(found, sums);
        }
        Report report = new Report(
                release,
                sums[0],
                sums[1],
                sums[2],
                found.stream().map(Shown::found).toList(),
                (System.nanoTime() - start) / 1_000_000);
        print(report, found);
        if (save != null && !found.isEmpty()) {
            save(save, found.getFirst().found());
        }
        return ExitCode.of(found.isEmpty());
    }

    /** The kernel that was asked last. */
    private String release = KernelInfo.release();

    private KernelSide kernel(MachineConfig config) {
        AgentOptions options = AgentOptions.standard()
                .withPrivileged(config.privileged())
                .withHugePages(!config.thp().equals("never"));
        try {
            KernelSide side = new KernelSide(through == null ? options : options.withLauncher(through));
            release = side.release();
            return side;
        } catch (AgentUnavailableException e) {
            throw new UserError("pinfold: " + e.reason(), e);
        }
    }

    private static PinfoldSide pinfold(MachineConfig config) {
        return new PinfoldSide(config, Machine::of);
    }

    private static MachineConfig machine(long memory) {
        return PinfoldSide.standard(memory, false, KernelInfo.lowestAddress());
    }

    private void diff(Path file, List<Shown> found, long[] sums) throws IOException {
        try {
            Workload workload = Workload.read(file);
            FileDiff.require(workload);
            MachineConfig asked = SetUp.apply(machine(1L << 30), workload.setup());
            String thp = asked.thp();
            if (!thp.equals("never") && !thp.equals(KernelInfo.hugePages())) {
                throw new UserError("pinfold: %s: a machine with thp=%s; the running kernel has %s or never"
                        .formatted(file, thp, KernelInfo.hugePages()));
            }
            if (asked.swap() > 0) {
                throw new UserError("pinfold: " + file + ": a machine with swap; diff compares without");
            }
            try (KernelSide kernel = kernel(asked);
                    PinfoldSide pinfold = pinfold(alike(kernel, workload, asked))) {
                FileDiff.Result result = new FileDiff(new Differ(kernel, pinfold, every), every)
                        .until(Interruption::wanted)
                        .run(workload);
                sums[0]++;
                sums[1] += result.operations();
                if (result.difference().isPresent()) {
                    Divergence first = result.difference().get();
                    Divergence shortest = new RandomDiff(kernel, pinfold, every, 1, null)
                            .until(Interruption::wanted)
                            .shrink(first, FileDiff.initialTasks(workload));
                    found.add(found(file.toString(), result.line(), null, shortest));
                } else if (record != null && !Interruption.wanted()) {
                    ResultRecorder recorder = new ResultRecorder(kernel, comment(), kernel.like(asked));
                    recorder.add(file.toString(), result.recorded());
                    Files.writeString(record, recorder.text());
                }
            }
        } catch (WorkloadException e) {
            throw new UserError(e.getMessage() == null ? file.toString() : e.getMessage(), e);
        }
    }

    /** The machine that a workload asks for, as the kernel's is; the workload must not deny what that has. */
    private static MachineConfig alike(KernelSide kernel, Workload workload, MachineConfig asked)
            throws WorkloadException {
        MachineConfig machine = kernel.like(asked);
        for (Line line : workload.setup()) {
            MachineConfig wanted = SetUp.apply(machine, List.of(line));
            if (wanted.pkeys() != machine.pkeys()) {
                throw line.error(
                        "a machine " + (wanted.pkeys() ? "with" : "without") + " protection keys", "one as this is");
            }
            if (wanted.zeroPage() != machine.zeroPage()) {
                throw line.error(
                        "a machine " + (wanted.zeroPage() ? "with" : "without") + " a zero page", "one as this is");
            }
        }
        return machine;
    }

    private void random(List<Shown> found, long[] sums) throws IOException {
        long first = seed == null ? System.nanoTime() >>> 10 : seed;
        MachineConfig config = machine(RANDOM_MEMORY);
        if (profile.huge()) {
            config = config.withThp(hugePages());
        }
        try (KernelSide kernel = kernel(config);
                PinfoldSide pinfold = pinfold(kernel.like(config));
                Progress progress = output.console().progress("diff " + name(profile), random)) {
            ResultRecorder recorder =
                    record == null ? null : new ResultRecorder(kernel, comment(), kernel.like(config));
            RandomDiff.Result result = new RandomDiff(kernel, pinfold, every, most, recorder)
                    .until(Interruption::wanted)
                    .run(first, profile, random, progress::to);
            sums[0] += result.sequences();
            sums[1] += result.operations();
            sums[2] += result.givenUp();
            for (RandomDiff.Found f : result.found()) {
                found.add(found(null, 0, f.seed(), f.shortest()));
            }
            if (record != null && recorder != null && !recorder.isEmpty()) {
                Files.writeString(record, recorder.text());
            }
        }
    }

    private static String hugePages() {
        String some = KernelInfo.hugePages();
        if (some.equals("never")) {
            throw new UserError("pinfold: --profile huge: the running kernel gives no huge pages");
        }
        return some;
    }

    private String comment() {
        return "The answers of " + release + ", recorded by pinfold diff.";
    }

    private static String name(Profile profile) {
        return profile.name().toLowerCase(Locale.ROOT);
    }

    private static Shown found(@Nullable String file, int line, @Nullable Long seed, Divergence shortest) {
        Found found = new Found(
                file,
                file == null ? null : line,
                seed,
                shortest.what(),
                shortest.call(),
                shortest.kernel(),
                shortest.pinfold(),
                shortest.lines());
        return new Shown(found, shortest);
    }

    private void print(Report report, List<Shown> found) {
        PrintWriter out = output.console().out();
        if (output.json) {
            Json.print(out, report);
            return;
        }
        for (Shown f : found) {
            print(out, f.found(), f.difference());
        }
        out.printf(
                "%d sequences, %d calls on %s and on Pinfold: %s%n",
                report.sequences(),
                report.operations(),
                report.kernel(),
                report.differences().isEmpty()
                        ? "no difference"
                        : report.differences().size() == 1
                                ? "one differs"
                                : report.differences().size() + " differ");
        if (report.givenUp() > 0) {
            out.printf(
                    "%d of them given up: what differs there is the processor's, the disk's or the kernel's momentary choice,"
                            + " see docs/fidelity.md%n",
                    report.givenUp());
        }
        out.flush();
    }

    private void print(PrintWriter out, Found f, Divergence difference) {
        out.println(output.console()
                .styled("@|bold " + (f.file() == null ? "seed " + f.seed() : f.file() + ":" + f.line()) + "|@: "
                        + f.what() + " of " + f.call()));
        out.println("  kernel:  " + f.kernel());
        out.println("  pinfold: " + f.pinfold());
        maps(out, "maps on the kernel:", difference.kernelMaps());
        maps(out, "maps on Pinfold:", difference.pinfoldMaps());
        out.println("  the shortest sequence that shows it:");
        f.shortest().forEach(line -> out.println("    " + line));
    }

    private static void maps(PrintWriter out, String title, String maps) {
        if (!maps.isEmpty()) {
            out.println("  " + title);
            maps.lines().forEach(line -> out.println("    " + line));
        }
    }

    private void save(Path file, Found f) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(f.what()).append(": the kernel and Pinfold differ at the last call.\n");
        if (f.file() == null) {
            text.append("machine(memory=")
                    .append(RANDOM_MEMORY >> 20)
                    .append("M, thp=")
                    .append(profile.huge() ? hugePages() : "never")
                    .append(")\n");
        } else {
            Files.readAllLines(Path.of(f.file())).stream()
                    .filter(line -> line.strip().startsWith("machine("))
                    .forEach(line -> text.append(line).append('\n'));
        }
        f.shortest().forEach(line -> text.append(line).append('\n'));
        Files.writeString(file, text);
    }
}
