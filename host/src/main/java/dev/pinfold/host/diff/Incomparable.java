package dev.pinfold.host.diff;

import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds calls whose results say nothing about memory management, by asking the kernel's side what their arguments mean
 * at the moment before the call.
 *
 * <ul>
 *   <li>A copy of a part of a file onto itself: a buffer maps the very place that the call reads or writes, or both ends
 *       of a copy between tasks map one place. What comes of that depends on how wide the processor at hand copies.
 *       {@link Excluded#smears} knows what the arguments alone tell.
 *   <li>An instruction fetch on a machine of which {@link KernelSide#fetches} says that it does not tell them.
 *   <li>How much of a file on a disk is cached, which its own kernel decides.
 *   <li>Where the data of a file on a disk lies, after a write stopped at a fault: ext4 had set blocks aside for as much
 *       as the folio that was being written, whose size depends on what was cached before.
 * </ul>
 */
final class Incomparable {
    private final KernelSide kernel;

    Incomparable(KernelSide kernel) {
        this.kernel = kernel;
    }

    /** Returns what makes a call, made now, incomparable, or null. */
    @Nullable
    String reason(Invocation op, Differ.Run run) {
        boolean copies = switch (op.call()) {
            case Syscall.READ, Syscall.WRITE, Syscall.PREAD64, Syscall.PWRITE64 ->
                op.args().get(1) instanceof Arg.Num && ontoItself(op, run);
            case Syscall.READV, Syscall.WRITEV, Syscall.PREADV, Syscall.PWRITEV, Syscall.PREADV2, Syscall.PWRITEV2 ->
                op.args().get(1) instanceof Arg.Ranges && ontoItself(op, run);
            case Syscall.PROCESS_VM_READV, Syscall.PROCESS_VM_WRITEV ->
                op.args().getFirst() instanceof Arg.Task other && fromItself(op, other.index(), run);
            default -> false;
        };
        if (copies) {
            return "a copy of a part of a file onto itself";
        }
        if (op.call() == MachineStep.EXEC && !kernel.fetches()) {
            return "an instruction fetch, which this machine does not tell as a page fault";
        }
        if (op.call() == Syscall.CACHESTAT && onDisk(op)) {
            return "how much of a file on a disk is cached";
        }
        return op.call() == Syscall.LSEEK
                        && (op.num(2) == Fs.SEEK_DATA || op.num(2) == Fs.SEEK_HOLE)
                        && onDisk(op)
                        && failedWrite(run)
                ? "a search for data in a file on a disk after a write that a fault stopped"
                : null;
    }

    private boolean onDisk(Invocation op) {
        return kernel.openFile(op.task(), (int) op.num(0))
                .map(KernelSide.OpenFile::disk)
                .orElse(false);
    }

    private static boolean failedWrite(Differ.Run run) {
        for (int i = 0; i < run.ops.size(); i++) {
            Invocation op = run.ops.get(i);
            CallOutcome outcome = run.outcomes.get(i);
            if (writes(op) && outcome.kind() == CallOutcome.Kind.VALUE && outcome.value() != length(op)) {
                return true;
            }
        }
        return false;
    }

    private static boolean writes(Invocation op) {
        return switch (op.call()) {
            case Syscall.WRITE, Syscall.PWRITE64, Syscall.WRITEV, Syscall.PWRITEV, Syscall.PWRITEV2 -> true;
            default -> false;
        };
    }

    /** How many bytes a read or a write is about. */
    private static long length(Invocation op) {
        if (!(op.args().get(1) instanceof Arg.Ranges r)) {
            return op.num(2);
        }
        long sum = 0;
        for (int i = 1; i < r.words().size(); i += 2) {
            sum += r.words().get(i);
        }
        return sum;
    }

    private boolean ontoItself(Invocation op, Differ.Run run) {
        Optional<KernelSide.OpenFile> file = kernel.openFile(op.task(), (int) op.num(0));
        if (file.isEmpty()) {
            return false;
        }
        boolean second = op.call() == Syscall.PREADV2 || op.call() == Syscall.PWRITEV2;
        boolean moves = op.call() == Syscall.READ
                || op.call() == Syscall.WRITE
                || op.call() == Syscall.READV
                || op.call() == Syscall.WRITEV
                || second && op.num(3) == -1;
        boolean appends = writes(op) && (file.get().append() || second && (op.num(5) & Fs.RWF_APPEND) != 0);
        long from = appends ? 0 : moves ? file.get().position() : op.num(3);
        long to = appends || from + length(op) < from ? Long.MAX_VALUE : from + length(op);
        List<Backing> memory = op.args().get(1) instanceof Arg.Ranges
                ? parts(op.args().get(1), op.task(), run)
                : Backing.of(maps(op.task(), run), op.num(1), op.num(2));
        return Backing.meet(memory, List.of(new Backing(file.get().name(), from, to)));
    }

    private boolean fromItself(Invocation op, int other, Differ.Run run) {
        if (run.world.leader(op.task()) == run.world.leader(other) && Excluded.smears(op)) {
            return true;
        }
        return Backing.meet(
                parts(op.args().get(1), op.task(), run), parts(op.args().get(3), other, run));
    }

    private List<Backing> parts(Arg arg, int task, Differ.Run run) {
        List<Backing> parts = new ArrayList<>();
        if (arg instanceof Arg.Ranges r) {
            List<MapLine> maps = maps(task, run);
            for (int i = 0; i + 1 < r.words().size(); i += 2) {
                parts.addAll(Backing.of(maps, r.words().get(i), r.words().get(i + 1)));
            }
        }
        return parts;
    }

    private List<MapLine> maps(int task, Differ.Run run) {
        int leader = run.world.leader(task);
        return run.world.spaces().contains(leader)
                ? kernel.look(List.of(leader)).getFirst().maps()
                : List.of();
    }
}
