package dev.pinfold.lab.run;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.Outcome;
import dev.pinfold.lab.lang.WorkloadException;

/** How one call of the language is made on a task of a machine. */
@FunctionalInterface
interface Handler {
    Outcome call(RunningTask task, Arguments a) throws WorkloadException, Meeting.Nobody;

    /** A call whose result is what a system call instruction returns. */
    @FunctionalInterface
    interface Syscall {
        long call(RunningTask task, Arguments a) throws WorkloadException, Meeting.Nobody;
    }

    static Handler of(Syscall syscall) {
        return (task, a) -> Outcome.ofSyscall(syscall.call(task, a));
    }
}
