package dev.pinfold.host.diff;

import dev.pinfold.lab.exec.Arg;
import dev.pinfold.lab.exec.LentMemory;
import dev.pinfold.lab.exec.Registers;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Siginfo;
import dev.pinfold.mm.abi.Signal;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.List;

/** Makes {@link Invocation}s on a task of Pinfold: system calls by number and registers, and the steps that are none. */
final class PinfoldCalls {
    private static final long PKUERR = Signal.SIGSEGV << 8 | Siginfo.SEGV_PKUERR;

    private final PinfoldSide side;
    private final LentMemory memory = new LentMemory();

    PinfoldCalls(PinfoldSide side) {
        this.side = side;
    }

    CallOutcome perform(Calls c, Invocation op) {
        return op.call() instanceof Syscall s ? call(c, op, s) : step(c, op, (MachineStep) op.call());
    }

    private CallOutcome call(Calls c, Invocation op, Syscall s) {
        List<Arg> args = new ArrayList<>();
        for (Arg arg : op.args()) {
            args.add(arg instanceof Arg.Task t ? new Arg.Num(side.pid(t.index())) : arg);
        }
        memory.clear();
        Registers r = new Registers(s, args, memory);
        c.lend(memory.bytes());
        if (!op.throughDescriptor()) {
            return outcome(op, r, syscall(c, s, r.all()));
        }
        long fd = syscall(c, Syscall.PIDFD_OPEN, r.get(0), 0, 0, 0, 0, 0);
        if (Errno.isError(fd)) {
            return CallOutcome.value(fd);
        }
        r.set(0, fd);
        CallOutcome outcome = outcome(op, r, syscall(c, s, r.all()));
        long ignored = syscall(c, Syscall.CLOSE, fd, 0, 0, 0, 0, 0);
        return outcome;
    }

    private static long syscall(Calls c, Syscall s, long... r) {
        return c.syscall(s.number(), r[0], r[1], r[2], r[3], r[4], r[5]);
    }

    private CallOutcome outcome(Invocation op, Registers r, long result) {
        return switch (op.call().gives()) {
            case NEW_TASK -> {
                if (result <= 0) {
                    yield CallOutcome.value(result);
                }
                side.created(op.creates(), (int) result);
                yield CallOutcome.value(op.creates());
            }
            case NEVER -> {
                side.ended();
                yield CallOutcome.value(result);
            }
            case TASK -> CallOutcome.value(result > 0 ? side.index(result) : result, r.written(result));
            default -> CallOutcome.value(result, r.written(result));
        };
    }

    private static CallOutcome step(Calls c, Invocation op, MachineStep step) {
        long a = op.num(0);
        long value = switch (step) {
            case LOAD -> c.load(a, size(op, 1));
            case STORE -> ignore(c.store(a, op.num(1), size(op, 2)));
            case CAS -> c.cas(a, op.num(1), op.num(2), size(op, 3));
            case FILL -> ignore(c.fill(a, op.num(1), (int) op.num(2)));
            case CHECK -> c.check(a, op.num(1), (int) op.num(2) & 0xff) + 1;
            case TOUCH -> ignore(c.touch(a, op.num(1), (op.num(2) & Mman.PROT_WRITE) != 0));
            case EXEC -> ignore(c.exec(a));
            case RDPKRU -> c.rdpkru();
            case WRPKRU -> ignore(c.wrpkru(a));
            case FILE -> file(c, op);
        };
        long fault = step == MachineStep.FILE ? 0 : c.fault();
        return fault == 0
                ? CallOutcome.value(value)
                : CallOutcome.signal(
                        (int) (fault >>> 8),
                        (int) (fault & 0xff),
                        c.faultAddress(),
                        fault == PKUERR ? c.faultKey() : 0);
    }

    private static int size(Invocation op, int index) {
        return op.args().size() > index ? (int) op.num(index) : 1;
    }

    private static long ignore(long fault) {
        return fault & 0;
    }

    private static long file(Calls c, Invocation op) {
        long declared = c.initialState().declareFile(op.text(0), op.num(1), op.num(2) == 1 ? "tmpfs" : "disk");
        return declared < 0 ? declared : c.open(op.text(0), FileFlags.O_RDWR, 0);
    }
}
