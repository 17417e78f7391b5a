package dev.pinfold.lab.log;

import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.log.read.Log;
import dev.pinfold.lab.run.SetUp;
import dev.pinfold.lab.run.Tally;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import java.util.Optional;
import java.util.function.BiFunction;

/** Replays recorded logs on a machine of Pinfold's. */
public final class LogRun {
    /** Bytes of a machine that replays a log: enough for what logs lock and populate; frames that nothing touches cost nothing. */
    public static final long MEMORY = 8L << 30;

    private LogRun() {}

    /**
     * Replays a log and audits the machine afterwards.
     *
     * @param kernel the kernel of the log where the user states it
     * @param machines makes the machine
     * @param eachCall called after each call
     * @throws WorkloadException where the set-up calls above the log are at fault
     * @throws AssertionError where the machine contradicts itself
     */
    public static LogReport run(
            Log log, Optional<Release> kernel, BiFunction<MachineConfig, Design, Machine> machines, Runnable eachCall)
            throws WorkloadException {
        Workload workload = log.steps();
        long start = System.nanoTime();
        Tally tally = new Tally(eachCall);
        LogFacts facts = LogFacts.of(workload);
        try (Machine machine = machines.apply(SetUp.apply(facts.config(), workload), SetUp.design(workload.setup()))) {
            LogWorld world = new LogWorld(log, kernel);
            LogReplay replay = new LogReplay(log, world, machine, tally, facts);
            replay.play();
            tally.size(machine.tableCount(), machine.usedFrames());
            var maps = replay.maps();
            machine.check();
            replay.end();
            machine.check();
            world.pinfold().forEach(tally::different);
            return new LogReport(
                    log,
                    tally.report(workload, machine.faultCounts(), maps, (System.nanoTime() - start) / 1e6),
                    world.differences(),
                    world.conclusions(),
                    replay.notJudged());
        }
    }
}
