package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Group;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Param;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.List;

/** Arguments that are simpler than a given one, simplest first. */
final class Simpler {
    private Simpler() {}

    static List<Arg> than(Invocation op, int index) {
        List<Param> params = op.call().params();
        Arg arg = op.args().get(index);
        List<Arg> simpler = new ArrayList<>();
        if (!(arg instanceof Arg.Num n) || index >= params.size() || lengthOfText(op, index)) {
            return simpler;
        }
        long v = n.value();
        switch (params.get(index).kind()) {
            case LENGTH -> add(simpler, v, PAGE_SIZE, 2 * PAGE_SIZE, pageDown(v), pageUp(v));
            case ADDRESS, BUFFER_IN, BUFFER_OUT -> add(simpler, v, pageDown(v));
            case OFFSET -> add(simpler, v, 0, PAGE_SIZE, pageDown(v));
            case NUMBER -> add(simpler, v, 0, 1);
            case COUNT -> {
                if (op.call() instanceof MachineStep) {
                    add(simpler, v, 1);
                } else {
                    add(simpler, v, 0, 1);
                }
            }
            case FD -> {
                if (op.call() == Syscall.MMAP && (op.num(3) & Mman.MAP_ANONYMOUS) != 0) {
                    add(simpler, v, -1);
                }
            }
            case FLAGS -> {
                if (params.get(index).group() == Group.PROT) {
                    add(simpler, v, 3, 1, 0);
                } else if (op.call() != Syscall.CLONE) {
                    for (long rest = v; rest != 0; rest &= rest - 1) {
                        add(simpler, v, v & ~Long.lowestOneBit(rest));
                    }
                }
            }
            default -> {}
        }
        return simpler;
    }

    /** A length that goes with a text beside it, or with room for one, cannot change alone. */
    private static boolean lengthOfText(Invocation op, int index) {
        int text = op.call() == Syscall.MINCORE ? 2 : 1;
        return op.kind(index) == ParamKind.LENGTH
                && op.args().size() > text
                && (op.args().get(text) instanceof Arg.Text || op.args().get(text) instanceof Arg.Room);
    }

    /** Candidates come simplest first: what comes behind the value itself is no simpler. */
    private static void add(List<Arg> simpler, long value, long... candidates) {
        for (long c : candidates) {
            if (c == value) {
                return;
            }
            Arg.Num num = new Arg.Num(c);
            if (!simpler.contains(num)) {
                simpler.add(num);
            }
        }
    }
}
