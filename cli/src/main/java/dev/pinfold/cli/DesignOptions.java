package dev.pinfold.cli;

import dev.pinfold.lab.choice.ChoiceException;
import dev.pinfold.lab.choice.ChoiceFiles;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.design.DesignPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What commands that build machines offer about their design: mix it in, and call {@link #apply} first. */
final class DesignOptions {
    @Option(
            names = "--design",
            paramLabel = "POINT=CHOICE",
            description =
                    "Choose at a design point, whatever the workload says. Repeatable; 'pinfold designs' lists them.")
    List<String> settings = new ArrayList<>();

    @Option(
            names = "--choice",
            paramLabel = "FILE",
            description = "A choice of your own: a Java file, or a jar that announces it. Repeatable.")
    List<Path> files = new ArrayList<>();

    /** Makes choices from outside known, and looks at what was asked for, before anything is done. */
    void apply() throws IOException {
        try {
            ChoiceFiles.add(files);
        } catch (ChoiceException e) {
            throw new UserError("pinfold: " + e.getMessage(), e);
        }
        chosen(Design.defaults());
    }

    /** Makes machines of the design that a workload asks for, changed by what the command line says. */
    BiFunction<MachineConfig, Design, Machine> machines() {
        return settings.isEmpty() ? Machine::of : (config, design) -> Machine.of(config, chosen(design));
    }

    /** The options again, as a command line has them, with a blank before each. */
    @Override
    public String toString() {
        return files.stream().map(f -> " --choice " + f).collect(Collectors.joining())
                + settings.stream().map(s -> " --design " + s).collect(Collectors.joining());
    }

    private Design chosen(Design base) {
        Design design = base;
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 0) {
                throw new UserError("pinfold: --design " + setting + ": expected POINT=CHOICE");
            }
            try {
                design = design.with(setting.substring(0, equals), setting.substring(equals + 1));
            } catch (IllegalArgumentException e) {
                throw new UserError("pinfold: --design " + setting + ": " + e.getMessage(), e);
            }
        }
        return design;
    }

    /** The points with these names; all of them if there are none. */
    static List<DesignPoint<?>> points(List<String> names) {
        if (names.isEmpty()) {
            return Design.points();
        }
        List<DesignPoint<?>> chosen = new ArrayList<>();
        for (String name : names) {
            try {
                chosen.add(Design.point(name));
            } catch (IllegalArgumentException e) {
                throw new UserError("pinfold: " + e.getMessage(), e);
            }
        }
        return chosen;
    }
}
