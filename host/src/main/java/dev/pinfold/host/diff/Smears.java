package dev.pinfold.host.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds calls that copy a part of a file onto itself: a buffer maps the very place that the call reads or writes, or
 * both ends of a copy between tasks map one place. What comes of that depends on how wide the processor at hand
 * copies, so it says nothing about memory management, and is not compared. {@link Excluded#smears} knows what the
 * arguments alone tell; this asks the kernel's side what the addresses mean at the moment before the call.
 */
final class Smears {
    private final KernelSide kernel;

    Smears(KernelSide kernel) {
        this.kernel = kernel;
    }

    /** Returns whether a call, made now, would copy onto what it copies from. */
    boolean smears(Op op, Differ.Run run) {
        return switch (op.call()) {
            case READ, WRITE, PREAD64, PWRITE64 -> op.args().get(1) instanceof Arg.Num && ontoItself(op, run);
            case PROCESS_VM_READV, PROCESS_VM_WRITEV ->
                op.args().getFirst() instanceof Arg.Task other && fromItself(op, other.index(), run);
            default -> false;
        };
    }

    private boolean ontoItself(Op op, Differ.Run run) {
        Optional<KernelSide.OpenFile> file = kernel.openFile(op.task(), (int) op.num(0));
        if (file.isEmpty()) {
            return false;
        }
        boolean positioned = op.call() == Call.PREAD64 || op.call() == Call.PWRITE64;
        boolean write = op.call() == Call.WRITE || op.call() == Call.PWRITE64;
        long from = write && file.get().append() ? 0 : positioned ? op.num(3) : file.get().position();
        long to = write && file.get().append() || from + op.num(2) < from ? Long.MAX_VALUE : from + op.num(2);
        List<MapLine> maps = maps(op.task(), run);
        return Backing.meet(
                Backing.of(maps, op.num(1), op.num(2)), List.of(new Backing(file.get().name(), from, to)));
    }

    private boolean fromItself(Op op, int other, Differ.Run run) {
        if (run.world.leader(op.task()) == run.world.leader(other) && Excluded.smears(op)) {
            return true;
        }
        return Backing.meet(parts(op.args().get(1), op.task(), run), parts(op.args().get(3), other, run));
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
