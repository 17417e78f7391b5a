package dev.pinfold.lab.log;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.log.read.Dialect;
import dev.pinfold.lab.log.read.Log;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a replay has concluded of the world of its log, and the differences it has found. */
final class LogWorld {
    static final String WSL = "Windows' subsystem for Linux (WSL 1) has a memory manager of its own";

    final KernelRange kernel = new KernelRange();
    private final List<Conclusion> conclusions = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    /** The name of what manages memory in Linux's stead, or an empty string. */
    private String other = "";

    private final List<LogDifference> differences = new ArrayList<>();

    LogWorld(Log log, Optional<Release> stated) {
        if (stated.isPresent()) {
            kernel.is(stated.get(), 0, "as stated");
        } else if (log.kernel().isPresent()) {
            Log.Named named = log.kernel().get();
            Release.parse(named.release()).ifPresent(r -> kernel.is(r, named.line(), "the log names it"));
            if (named.release().endsWith("-Microsoft")) {
                other(named.line(), WSL);
            }
        }
        if (log.dialect() == Dialect.GVISOR) {
            other(0, "gVisor has a memory manager of its own");
        }
        log.filter().ifPresent(f -> conclude(f.line(), "only some calls were recorded; record without -e, -P, -z"));
        if (log.unordered()) {
            conclude(0, "the files of the threads do not tell their order; record with -ff -ttt, or -f alone");
        }
    }

    /** Memory is not managed by Linux, whatever runs above: differences are another rule's. */
    void other(int line, String who) {
        if (other.isEmpty()) {
            other = who;
            conclude(line, who);
        }
    }

    /** Returns who manages memory in Linux's stead, in a sentence, or an empty string. */
    String other() {
        return other;
    }

    /** Notes a conclusion; each is said once, with the first line that showed it. */
    void conclude(int line, String text) {
        if (said.add(text)) {
            conclusions.add(new Conclusion(line, text));
        }
    }

    void different(Line line, String expected, String actual, Blame fault, String because) {
        differences.add(
                new LogDifference(new Difference(line.number(), line.call(), expected, actual), fault, because));
    }

    void different(Difference difference, Blame fault, String because) {
        differences.add(new LogDifference(difference, fault, because));
    }

    List<LogDifference> differences() {
        return differences.stream()
                .sorted(Comparator.comparingInt(d -> d.difference().line()))
                .toList();
    }

    /** Returns the differences that are Pinfold's. */
    List<Difference> pinfold() {
        return differences.stream()
                .filter(d -> d.fault() == Blame.PINFOLD)
                .map(LogDifference::difference)
                .toList();
    }

    /** Returns all that was concluded, the kernel first. */
    List<Conclusion> conclusions() {
        List<Conclusion> all = new ArrayList<>();
        if (kernel.known()) {
            all.add(new Conclusion(kernel.line(), "the kernel is " + kernel + ": " + kernel.reason()));
        }
        conclusions.stream().sorted(Comparator.comparingInt(Conclusion::line)).forEach(all::add);
        return all;
    }

    /** Learns from a call that came back what the kernel must have had, whatever the call is about. */
    void notice(Line line) {
        boolean there = line.expectation().isPresent()
                && !line.expectation().get().anything()
                && !LogMemory.failed(line, 38)
                && !LogMemory.failed(line, 1);
        if (!there) {
            return;
        }
        Since.call(line.name()).ifPresent(f -> kernel.notBefore(f.since(), line.number(), "it has " + f.name()));
        if (LogMemory.succeeded(line)) {
            Since.arguments(line).ifPresent(f -> kernel.notBefore(f.since(), line.number(), "it has " + f.name()));
        }
    }
}
