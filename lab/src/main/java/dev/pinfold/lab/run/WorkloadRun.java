package dev.pinfold.lab.run;

import dev.pinfold.lab.calls.MachineTarget;
import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.exec.Environment;
import dev.pinfold.lab.exec.Player;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.exec.ThreadMeeting;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Runs a workload on a machine of Pinfold's. */
public final class WorkloadRun {
    private WorkloadRun() {}

    /**
     * Refuses a workload that holds calls which cannot be run yet.
     *
     * @throws WorkloadException naming the first of them
     */
    public static void check(Workload workload) throws WorkloadException {
        workload.require(MachineTarget::honours, "a call that can be run already: this one is not yet available");
    }

    /**
     * Runs a workload and audits the machine afterwards.
     *
     * @param machines makes the machine
     * @param eachCall called after each call
     * @throws WorkloadException where the workload holds calls that cannot be run yet, or turns out to be at fault
     * @throws RunFailure where the machine contradicts itself
     */
    public static RunReport run(
            Workload workload, BiFunction<MachineConfig, Design, Machine> machines, Runnable eachCall)
            throws WorkloadException {
        return run(workload, machines, eachCall, player -> {});
    }

    /** As the other, and hands out the player before it plays, for those who want to know where the tasks are. */
    public static RunReport run(
            Workload workload,
            BiFunction<MachineConfig, Design, Machine> machines,
            Runnable eachCall,
            Consumer<Player> begins)
            throws WorkloadException {
        check(workload);
        long start = System.nanoTime();
        Tally tally = new Tally(eachCall);
        try (Machine machine =
                machines.apply(SetUp.apply(MachineConfig.defaults(), workload), SetUp.design(workload.setup()))) {
            ThreadMeeting meeting = new ThreadMeeting();
            Environment names = new Environment(meeting);
            MachineTarget target = new MachineTarget(machine, workload, names, meeting);
            Player player = new Player(workload, target, names, meeting, listener(workload, tally, machine));
            begins.accept(player);
            List<RunReport.TaskMaps> maps;
            try {
                player.play();
                maps = player.deadlocked() ? List.of() : end(machine, target, tally);
            } catch (RuntimeException | Error e) {
                machine.discard();
                throw new RunFailure(workload.file(), player.failing(), e);
            }
            RunReport report = tally.report(workload, machine.faultCounts(), maps, (System.nanoTime() - start) / 1e6);
            if (player.deadlocked()) {
                machine.discard();
            }
            return report;
        }
    }

    /** Audits the machine, ends the tasks, and audits once more; returns the maps as they were before. */
    private static List<RunReport.TaskMaps> end(Machine machine, MachineTarget target, Tally tally) {
        tally.size(machine.tableCount(), machine.usedFrames());
        List<RunReport.TaskMaps> maps = new ArrayList<>();
        target.maps().forEach((name, text) -> maps.add(new RunReport.TaskMaps(name, text)));
        check(target);
        String open = target.leftOpen();
        if (!open.isEmpty()) {
            tally.different(new Difference(0, "the end", "nothing left open in the kernel", open));
        }
        target.endAll();
        check(target);
        target.leftOver().forEach(tally::different);
        return maps;
    }

    private static void check(MachineTarget target) {
        StringBuilder all = new StringBuilder();
        target.check(f -> all.append('\n').append(f));
        if (!all.isEmpty()) {
            throw new AssertionError("the machine contradicts itself:" + all);
        }
    }

    private static Player.Listener listener(Workload workload, Tally tally, Machine machine) {
        // While other tasks are in calls the machine's size cannot be looked at.
        boolean alone = workload.concurrent().isEmpty();
        return new Player.Listener() {
            @Override
            public void called(Line line, StepOutcome outcome, long nanos) {
                tally.called(line.name(), nanos);
                if (alone) {
                    tally.size(machine.tableCount(), machine.usedFrames());
                }
            }

            @Override
            public void different(Difference difference) {
                tally.different(difference);
            }

            @Override
            public void notRun(Line line) {
                tally.notRun();
            }
        };
    }
}
