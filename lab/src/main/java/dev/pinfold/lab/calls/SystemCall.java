package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arg;
import dev.pinfold.lab.exec.ArgReader;
import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.Given;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.Registers;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.exec.Value;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Syscall;
import java.util.List;

/** A system call, whichever: what its row in the table says of the parameters is all that is known of it here. */
final class SystemCall {
    /** The most bytes of a string buffer; nothing real comes near. */
    private static final long LONGEST = 1 << 30;

    private SystemCall() {}

    /** Returns what makes the call of a row. */
    static Handler handler(Syscall call) {
        boolean byDescriptor =
                !call.params().isEmpty() && call.params().getFirst().kind() == ParamKind.TASK_FD;
        return byDescriptor ? (t, a) -> byDescriptor(t, a, call) : (t, a) -> make(t, a, registers(t, a, call), call);
    }

    /** A task's name stands for its number everywhere; where a descriptor of it is wanted, one lives as long as the call. */
    private static StepOutcome byDescriptor(RunningTask t, Arguments a, Syscall call)
            throws WorkloadException, Meeting.Nobody {
        Registers r = registers(t, a, call);
        if (!(Expr.plain(a.expr(0)) instanceof Expr.Name name) || t.isDescriptor(name.name())) {
            return make(t, a, r, call);
        }
        long fd = perform(t, Syscall.PIDFD_OPEN, r.get(0), 0, 0, 0, 0, 0);
        if (Errno.isError(fd)) {
            return StepOutcome.ofSyscall(fd);
        }
        r.set(0, fd);
        StepOutcome outcome = make(t, a, r, call);
        long ignored = perform(t, Syscall.CLOSE, fd, 0, 0, 0, 0, 0);
        return outcome;
    }

    /** Puts the arguments of a line into registers, and what they point to into memory that the task is lent. */
    static Registers registers(RunningTask t, Arguments a, Syscall call) throws WorkloadException, Meeting.Nobody {
        List<Arg> args = ArgReader.read(call, a, LONGEST, name -> -1);
        t.lent.clear();
        return new Registers(call, args, t.lent);
    }

    /** Makes the call. */
    static StepOutcome make(RunningTask t, Arguments a, Registers r, Syscall call)
            throws WorkloadException, Meeting.Nobody {
        return outcome(a, r, call, perform(t, call, r.get(0), r.get(1), r.get(2), r.get(3), r.get(4), r.get(5)));
    }

    /** What a call came to, and whether it wrote what the line says. */
    static StepOutcome outcome(Arguments a, Registers r, Syscall call, long result)
            throws WorkloadException, Meeting.Nobody {
        return Errno.isError(result)
                ? StepOutcome.ofSyscall(result)
                : new StepOutcome.Returned(new Value.Word(result), Given.of(call, a, r, result));
    }

    private static long perform(RunningTask t, Syscall call, long a, long b, long c, long d, long e, long f) {
        t.calls.lend(t.lent.bytes());
        return t.calls.syscall(call.number(), a, b, c, d, e, f);
    }
}
