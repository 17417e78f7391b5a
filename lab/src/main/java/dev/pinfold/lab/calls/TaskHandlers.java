package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.CloneFlags;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.Player;
import dev.pinfold.lab.exec.Registers;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Sched;
import dev.pinfold.mm.abi.Signal;
import dev.pinfold.mm.abi.Syscall;
import dev.pinfold.mm.abi.Wait;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls that make tasks, end them and wait for them. */
final class TaskHandlers {
    static final Set<String> NAMES =
            Set.of("fork", "vfork", "clone", "clone3", "execve", "exit", "exit_group", "wait4");

    /** Where the options of {@code wait4} stand. */
    private static final int OPTIONS = 2;

    private final MachineTarget target;
    private final Meeting meeting;

    TaskHandlers(MachineTarget target, Meeting meeting) {
        this.target = target;
        this.meeting = meeting;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "fork", (t, a) -> created(t, a, t.calls.fork(), Signal.SIGCHLD),
                "vfork", (t, a) -> created(t, a, t.calls.vfork(), Sched.CLONE_VM | Sched.CLONE_VFORK),
                "clone", this::clone,
                "clone3", this::clone,
                "execve", this::execve,
                "exit", this::exit,
                "exit_group", this::exit,
                "wait4", this::wait4);
    }

    /** Waits until a task may go on that lets another go first. */
    static void awaitTurn(RunningTask task, Line line, Meeting meeting) throws Meeting.Nobody {
        RunningTask first = task.waitsFor;
        if (first != null) {
            meeting.await(
                    "the exit or the execve of " + (first.name.isEmpty() ? "the child" : first.name)
                            + ", which vfork lets go first",
                    Meeting.ENDS,
                    first::letsGo);
            task.waitsFor = null;
        }
    }

    private StepOutcome clone(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        long flags = CloneFlags.of(a);
        return created(t, a, t.calls.clone(flags), flags);
    }

    private StepOutcome created(RunningTask t, Arguments a, long pid, long flags) {
        if (pid > 0) {
            Task child = target.machine().task((int) pid);
            int index = a.line().creates();
            if (child != null && index >= 0) {
                boolean thread = (flags & Sched.CLONE_THREAD) != 0;
                meeting.change(Player.createdKey(index), () -> {
                    target.add(index, child, thread ? t.process : new RunningTask.Process());
                    if ((flags & Sched.CLONE_VFORK) != 0) {
                        t.waitsFor = target.task(index);
                    }
                });
            }
        }
        return StepOutcome.ofSyscall(pid);
    }

    private StepOutcome execve(RunningTask t, Arguments a) throws WorkloadException {
        long result = t.calls.execve(a.path(0));
        if (result == 0) {
            meeting.change(Meeting.ENDS, t::executed);
        }
        return StepOutcome.ofSyscall(result);
    }

    private StepOutcome exit(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        int status = a.integer(0);
        if (a.line().name().equals("exit_group")) {
            t.calls.exitGroup(status);
            meeting.change(Meeting.ENDS, t::endProcess);
        } else {
            t.calls.exit(status);
            meeting.change(Meeting.ENDS, t::end);
        }
        return new StepOutcome.Ended();
    }

    private StepOutcome wait4(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        Registers r = SystemCall.registers(t, a, Syscall.WAIT4);
        long options = r.get(OPTIONS);
        r.set(OPTIONS, options | Wait.WNOHANG);
        while (true) {
            long ends = target.ends();
            StepOutcome outcome = SystemCall.make(t, a, r, Syscall.WAIT4);
            if ((options & Wait.WNOHANG) != 0
                    || !(outcome instanceof StepOutcome.Returned returned)
                    || returned.value().word() != 0) {
                return outcome;
            }
            meeting.await(describe(a.integer(0)) + " to exit", Meeting.ENDS, () -> target.ends() != ends);
        }
    }

    private String describe(int pid) {
        @Nullable
        RunningTask child = target.all().stream()
                .filter(r -> r.task.pid() == pid)
                .findFirst()
                .orElse(null);
        return child == null ? "a child" : "the task \"" + child.name + "\"";
    }
}
