package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes sequences with the kernel's answers as one workload, which {@code run} checks on any machine: each call with
 * what came of it, the mappings wherever states were compared, and at the end of a sequence what the pages hold and
 * which are in memory. Each sequence has tasks and files of its own.
 */
public final class ResultRecorder {
    /** Pages of a mapping that are probed at the end. */
    private static final int PROBED = 8;

    private final Side kernel;
    private final StringBuilder text = new StringBuilder();
    private int sequences;

    /**
     * Makes a recorder that asks the kernel's side for the last state of each sequence.
     *
     * @param machine what a machine needs to have for it: memory, huge pages, protection keys
     */
    public ResultRecorder(Side kernel, String comment, MachineConfig machine) {
        this.kernel = kernel;
        comment.lines().forEach(line -> text.append("# ").append(line).append('\n'));
        text.append("machine(memory=")
                .append(machine.memory() >> 20)
                .append("M, thp=")
                .append(machine.thp())
                .append(", pkeys=")
                .append(machine.pkeys() ? "on" : "off")
                .append(machine.zeroPage() ? "" : ", zero_page=off")
                .append(")\n");
    }

    /** Adds a sequence that has just run, and whose tasks still live. */
    public void add(String title, Differ.Result result) {
        String suffix = Integer.toString(sequences++);
        Printer printer = new Printer(suffix);
        text.append("\n# ").append(title).append('\n');
        int at = 0;
        for (int i = 0; i < result.ops().size(); i++) {
            line(printer, result.ops().get(i), result.outcomes().get(i));
            while (at < result.checkpoints().size()
                    && result.checkpoints().get(at).after() == i + 1) {
                maps(printer, result.checkpoints().get(at++), files(result.ops()));
            }
        }
        if (!result.checkpoints().isEmpty()) {
            Differ.Checkpoint last = result.checkpoints().getLast();
            for (int t = 0; t < last.tasks().size(); t++) {
                probe(printer, last.tasks().get(t), last.looks().get(t));
            }
            for (int t = last.tasks().size() - 1; t >= 0; t--) {
                text.append(printer.task(last.tasks().get(t))).append(" exit_group(0)\n");
            }
        }
    }

    /** One call as any machine can check it: with checks that hold. */
    private void line(Printer printer, Invocation op, CallOutcome outcome) {
        if (op.call() == MachineStep.CHECK && outcome.ok() && outcome.value() > 0) {
            long same = outcome.value() - 1;
            if (same > 0) {
                Invocation held = Invocation.of(op.task(), MachineStep.CHECK, op.num(0), same, op.num(2));
                text.append(printer.line(held, CallOutcome.value(0))).append('\n');
            }
            text.append(printer.line(Invocation.of(op.task(), MachineStep.LOAD, op.num(0) + same, 1)))
                    .append('\n');
        } else {
            text.append(printer.line(op, outcome)).append('\n');
        }
    }

    /** Says whether no sequence has been added. */
    public boolean isEmpty() {
        return sequences == 0;
    }

    /** Returns the workload. */
    public String text() {
        return text.toString();
    }

    private static Set<String> files(List<Invocation> ops) {
        Set<String> names = new HashSet<>();
        for (Invocation op : ops) {
            for (int i = 0; i < op.args().size() && i < op.call().params().size(); i++) {
                if (op.kind(i) == ParamKind.PATH) {
                    names.add(op.text(i));
                }
            }
        }
        return names;
    }

    private void maps(Printer printer, Differ.Checkpoint checkpoint, Set<String> files) {
        for (int t = 0; t < checkpoint.tasks().size(); t++) {
            List<String> lines = new ArrayList<>();
            for (MapLine map : checkpoint.looks().get(t).maps()) {
                lines.add(
                        map.named(printer.mapped(map.name(), files)).toString().replaceAll(" +", " "));
            }
            text.append(printer.task(checkpoint.tasks().get(t)))
                    .append(" maps() = \"")
                    .append(String.join("\\n", lines))
                    .append("\"\n");
        }
    }

    private void probe(Printer printer, int task, Look look) {
        List<Invocation> probes = new ArrayList<>();
        for (MapLine map : look.maps()) {
            int pages = (int) Math.min(map.pages(), PROBED);
            // Which pages of a file on a disk are in memory is not a rule but a habit of that disk.
            if (!disk(look, map)) {
                probes.add(Invocation.with(
                        task,
                        Syscall.MINCORE,
                        new Arg.Num(map.start()),
                        new Arg.Num(pages * PAGE_SIZE),
                        new Arg.Room(pages)));
            }
            for (int i = 0; i < pages; i++) {
                probes.add(Invocation.of(task, MachineStep.LOAD, map.start() + i * PAGE_SIZE, 8));
                probes.add(Invocation.of(task, MachineStep.LOAD, map.start() + i * PAGE_SIZE + PAGE_SIZE - 8, 8));
            }
        }
        List<CallOutcome> outcomes = kernel.run(probes);
        for (int i = 0; i < probes.size(); i++) {
            text.append(printer.line(probes.get(i), outcomes.get(i))).append('\n');
        }
    }

    private static boolean disk(Look look, MapLine map) {
        int at = 0;
        for (MapLine m : look.maps()) {
            if (m.equals(map)) {
                return at < look.flags().length && (look.flags()[at] & Look.DISK) != 0;
            }
            at += Look.pages(m);
        }
        return false;
    }
}
