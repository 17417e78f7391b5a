package dev.pinfold.lab.run;

import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Settings;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.DeviceConfig;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.MachineConfig.KernelMaps;
import dev.pinfold.mm.device.DeviceKind;
import dev.pinfold.mm.device.StrayMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Makes the configuration of a machine from a workload's set-up calls. */
public final class SetUp {
    private SetUp() {}

    /**
     * Returns a configuration with what the lines say replaced.
     *
     * @throws WorkloadException where no such machine can be made
     */
    public static MachineConfig apply(MachineConfig base, List<Line> lines) throws WorkloadException {
        MachineConfig config = base;
        for (Line line : lines) {
            if (line.name().equals("device")) {
                config = config.withDevice(device(line));
            }
            for (Expr argument : line.arguments()) {
                if (argument instanceof Expr.KeyValue setting && line.name().equals("machine")) {
                    try {
                        config = with(config, setting.key(), setting.value());
                    } catch (IllegalArgumentException e) {
                        throw line.error(
                                setting.at(), "a machine that cannot be: " + e.getMessage(), "sizes that fit together");
                    }
                }
            }
        }
        return config;
    }

    /**
     * As {@link #apply(MachineConfig, List)} with a workload's lines; protection keys are there if they say so, or if the
     * workload shows it.
     */
    public static MachineConfig apply(MachineConfig base, Workload workload) throws WorkloadException {
        return apply(base.withPkeys(ShownKeys.in(workload)), workload.setup());
    }

    private static final long DEVICE_SIZE = 16 << 20;

    private static DeviceConfig device(Line line) throws WorkloadException {
        String name = ((Expr.Str) line.arguments().getFirst()).bytes();
        long size = DEVICE_SIZE;
        DeviceKind kind = DeviceKind.FSDAX;
        Path path = null;
        StrayMode protect = StrayMode.OFF;
        long align = 0;
        for (Expr argument : line.arguments().subList(1, line.arguments().size())) {
            Expr.KeyValue setting = (Expr.KeyValue) argument;
            switch (setting.key()) {
                case "size" -> size = Settings.constant(setting.value());
                case "kind" ->
                    kind = DeviceKind.valueOf(
                            ((Expr.Name) setting.value()).name().toUpperCase(Locale.ROOT));
                case "align" -> align = Settings.constant(setting.value());
                case "path" -> path = Path.of(((Expr.Str) setting.value()).bytes());
                default ->
                    protect = StrayMode.valueOf(
                            ((Expr.Name) setting.value()).name().toUpperCase(Locale.ROOT));
            }
        }
        try {
            return new DeviceConfig(name, size, kind, path, protect, align);
        } catch (IllegalArgumentException e) {
            throw line.error("a device that cannot be: " + e.getMessage(), "another name or size");
        }
    }

    /**
     * Returns the design that the lines choose.
     *
     * @throws WorkloadException where a point or a choice does not exist
     */
    public static Design design(List<Line> lines) throws WorkloadException {
        Design design = Design.defaults();
        for (Line line : lines) {
            for (Expr argument : line.arguments()) {
                if (line.name().equals("design")
                        && argument instanceof Expr.KeyValue setting
                        && setting.value() instanceof Expr.Name choice) {
                    try {
                        design = design.with(setting.key(), choice.name());
                    } catch (IllegalArgumentException e) {
                        throw line.error(
                                setting.at(), String.valueOf(e.getMessage()), "a point and one of its choices");
                    }
                }
            }
        }
        return design;
    }

    /** Says whether the set-up names a key of the machine. */
    public static boolean names(List<Line> lines, String key) {
        return lines.stream()
                .flatMap(line -> line.arguments().stream())
                .anyMatch(a -> a instanceof Expr.KeyValue k && k.key().equals(key));
    }

    private static MachineConfig with(MachineConfig config, String key, Expr value) {
        KernelMaps maps = config.kernelMaps();
        if (value instanceof Expr.Name word) {
            return switch (key) {
                case "pkeys" -> config.withPkeys(word.name().equals("on"));
                case "zero_page" -> config.withZeroPage(word.name().equals("on"));
                case "kmap" -> config.withKernelMaps(new KernelMaps(word.name().equals("forced"), maps.pool()));
                default -> config.withThp(word.name());
            };
        }
        long number = Settings.constant(value);
        return switch (key) {
            case "cpus" -> config.withCpus((int) number);
            case "memory" -> config.withMemory(number);
            case "max_ptes_none" -> config.withMaxPtesNone((int) number);
            case "highmem" -> config.withHighmem(number);
            case "movable" -> config.withMovable(number);
            case "swap" -> config.withSwap(number);
            case "levels" -> config.withLevels((int) number);
            case "pkmap" -> config.withKernelMaps(new KernelMaps(maps.forced(), (int) number));
            case "overcommit" -> config.withOvercommit((int) number);
            case "privileged" -> config.withPrivileged(number != 0);
            default -> throw new IllegalArgumentException("the key " + key);
        };
    }
}
