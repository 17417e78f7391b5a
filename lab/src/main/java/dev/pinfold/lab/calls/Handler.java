package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.lang.WorkloadException;

/** How one call of the language is made on a task of a machine. */
@FunctionalInterface
interface Handler {
    StepOutcome call(RunningTask task, Arguments a) throws WorkloadException, Meeting.Nobody;

    /** A call whose result is what a system call instruction returns. */
    @FunctionalInterface
    interface Syscall {
        long call(RunningTask task, Arguments a) throws WorkloadException, Meeting.Nobody;
    }

    static Handler of(Syscall syscall) {
        return (task, a) -> StepOutcome.ofSyscall(syscall.call(task, a));
    }
}
