package dev.pinfold.lab.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures from {@link Measuring} in JVMs of their own, one after the other. What else the host does, and what the compiler
 * makes of a program, only ever adds time: of the JVMs' figures the least is the one that was disturbed least, and comes
 * out the same in the next run.
 *
 * @param figures in the order they were measured
 * @param counted whether the host counts instructions
 */
public record Measurement(List<Figure> figures, boolean counted) {
    /** Is told that one of so many steps is done. */
    public interface Steps {
        /** One step more. */
        void step();
    }

    /** Steps that a measurement has. */
    public static int steps(List<String> points, int jvms) {
        return Measuring.steps(points) * jvms;
    }

    /**
     * Measures points.
     *
     * @param files choices from outside
     * @param jvms how many JVMs to take the least figure of
     * @throws IOException if a JVM cannot be started, or fails
     */
    public static Measurement of(List<String> points, List<Path> files, int jvms, Steps steps) throws IOException {
        Map<String, List<Figure>> all = new LinkedHashMap<>();
        boolean counted = true;
        for (int i = 0; i < jvms; i++) {
            Measurement one = once(points, files, i, jvms, steps);
            counted &= one.counted();
            for (Figure f : one.figures()) {
                all.computeIfAbsent(
                                f.point() + "\t" + f.choice() + "\t" + f.kind() + "\t" + f.name(),
                                k -> new ArrayList<>())
                        .add(f);
            }
        }
        return new Measurement(all.values().stream().map(Measurement::least).toList(), counted);
    }

    private static Figure least(List<Figure> of) {
        return of.stream().min(Comparator.comparingDouble(Figure::value)).orElseThrow();
    }

    private static Measurement once(List<String> points, List<Path> files, int turn, int turns, Steps steps)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Measuring.class.getName()));
        files.forEach(f -> command.addAll(List.of("--choice", f.toString())));
        command.addAll(List.of(Measuring.TURN, String.valueOf(turn), String.valueOf(turns)));
        command.addAll(points);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Figure> figures = new ArrayList<>();
        boolean counted = true;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (Figure.isLine(line)) {
                    figures.add(Figure.parse(line));
                } else if (line.equals(Measuring.STEP)) {
                    steps.step();
                } else if (line.equals(Measuring.NO_COUNTER)) {
                    counted = false;
                }
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("the JVM that measures ended with status " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while measuring", e);
        } finally {
            process.destroy();
        }
        return new Measurement(List.copyOf(figures), counted);
    }
}
