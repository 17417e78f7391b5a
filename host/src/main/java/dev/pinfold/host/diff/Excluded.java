package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Param;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Syscall;
import java.util.Set;

/**
 * What the agent is never asked: to touch its own memory, which lies above the mapping area and has protection key 0; to
 * lose its rights to that key; and what would not end.
 */
public final class Excluded {
    private static final long FROM = AgentOptions.AGENT_START;
    private static final long TO = AgentOptions.TASK_SIZE;
    private static final long PLACED = Mman.MAP_FIXED | Mman.MAP_FIXED_NOREPLACE;
    /** Advice that brings pages or tables in. */
    private static final Set<Long> BRINGS =
            Set.of((long) Mman.MADV_WILLNEED, (long) Mman.MADV_POPULATE_READ, (long) Mman.MADV_POPULATE_WRITE, (long)
                    Mman.MADV_GUARD_INSTALL);

    private Excluded() {}

    /** Returns whether an operation would touch the agent's own memory, or make it out of reach. */
    public static boolean excludes(Invocation op) {
        return switch (op.call()) {
            case Syscall.MMAP -> (op.num(3) & PLACED) != 0 ? fixed(op.num(0), op.num(1)) : meets(op.num(0), 1);
            case Syscall.MUNMAP, Syscall.MINCORE -> fixed(op.num(0), op.num(1)) || reaches(op);
            case Syscall.MREMAP ->
                meets(op.num(0), op.num(1)) || (op.num(3) & Mman.MREMAP_FIXED) != 0 && fixed(op.num(4), op.num(2));
            case Syscall.PKEY_FREE -> (int) op.num(0) == 0;
            case Syscall s -> ranges(op) || reaches(op);
            case MachineStep.LOAD, MachineStep.EXEC, MachineStep.STORE, MachineStep.CAS -> meets(op.num(0), 8);
            case MachineStep.WRPKRU -> (op.num(0) & 3) != 0;
            case MachineStep.FILL, MachineStep.TOUCH, MachineStep.CHECK -> meets(op.num(0), op.num(1));
            default -> false;
        };
    }

    /** Whether an address with a length behind it is about the agent's memory. */
    private static boolean ranges(Invocation op) {
        for (int i = 0; i + 1 < op.args().size(); i++) {
            if (op.kind(i) == ParamKind.ADDRESS
                    && op.kind(i + 1) == ParamKind.LENGTH
                    && !wraps(op.num(i), op.num(i + 1))
                    && meets(op.num(i), op.num(i + 1))) {
                return true;
            }
        }
        return false;
    }

    /** Whether what an argument points to is the agent's memory. */
    private static boolean reaches(Invocation op) {
        for (int i = 0; i < Math.min(op.args().size(), op.call().params().size()); i++) {
            Param p = op.call().params().get(i);
            boolean met = switch (op.args().get(i)) {
                case Arg.Ranges r -> meets(r);
                case Arg.Num n -> p.kind().pointer() && meets(n.value(), bytes(op, p, i));
                default -> false;
            };
            if (met) {
                return true;
            }
        }
        return false;
    }

    /** How many bytes an argument may point to. */
    private static long bytes(Invocation op, Param p, int i) {
        return switch (p.kind()) {
            case BUFFER_IN, BUFFER_OUT -> op.num(i + p.measure());
            case PAGES_OUT -> pageUp(op.num(i + p.measure())) >>> PAGE_SHIFT;
            case VECTOR_IN, VECTOR_OUT, RANGES -> 2 * Long.BYTES * op.num(i + p.measure());
            case STRUCT_IN, STRUCT_OUT -> p.struct().bytes();
            default -> PAGE_SIZE;
        };
    }

    /** A range that wraps around is refused before anything is looked at. */
    private static boolean wraps(long start, long length) {
        long end = start + pageUp(length);
        return Long.compareUnsigned(end, start) < 0;
    }

    private static boolean meets(Arg.Ranges r) {
        for (int i = 0; i + 1 < r.words().size(); i += 2) {
            if (meets(r.words().get(i), r.words().get(i + 1))) {
                return true;
            }
        }
        return false;
    }

    /** A range beyond the end of all addresses is refused as a whole. */
    private static boolean fixed(long start, long length) {
        long end = start + pageUp(length);
        return Long.compareUnsigned(end, TO) <= 0 && meets(start, length);
    }

    private static boolean meets(long start, long length) {
        long end = start + pageUp(length);
        if (Long.compareUnsigned(end, start) < 0) {
            end = -1;
        }
        return Long.compareUnsigned(start, TO) < 0 && Long.compareUnsigned(end, FROM) > 0;
    }

    /** Returns whether an operation could bring more bytes into memory than {@code most}. */
    public static boolean costs(Invocation op, long most) {
        return switch (op.call()) {
            case Syscall.MMAP -> (op.num(3) & (Mman.MAP_LOCKED | Mman.MAP_POPULATE)) != 0 && large(op.num(1), most);
            case Syscall.MADVISE -> BRINGS.contains(op.num(2)) && large(op.num(1), most);
            case Syscall.FALLOCATE -> op.num(2) > most || op.num(3) > most;
            case Syscall.FTRUNCATE, Syscall.LSEEK -> op.num(1) > most;
            case Syscall.PWRITE64,
                    Syscall.PREAD64,
                    Syscall.PREADV,
                    Syscall.PWRITEV,
                    Syscall.PREADV2,
                    Syscall.PWRITEV2 -> op.num(3) > most;
            default -> false;
        };
    }

    /**
     * Returns whether a copy between tasks is one between ranges that overlap, if both tasks share an address space.
     * What comes of that depends on how wide the processor at hand copies, so it says nothing about memory management.
     */
    public static boolean smears(Invocation op) {
        return switch (op.call()) {
            case Syscall.PROCESS_VM_READV, Syscall.PROCESS_VM_WRITEV ->
                op.args().get(1) instanceof Arg.Ranges local
                        && op.args().get(3) instanceof Arg.Ranges remote
                        && overlap(local, remote);
            default -> false;
        };
    }

    private static boolean overlap(Arg.Ranges a, Arg.Ranges b) {
        for (int i = 0; i + 1 < a.words().size(); i += 2) {
            for (int j = 0; j + 1 < b.words().size(); j += 2) {
                long x = a.words().get(i);
                long y = b.words().get(j);
                if (x < y + b.words().get(j + 1) && y < x + a.words().get(i + 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean large(long length, long most) {
        return length > most && length < AgentOptions.TASK_SIZE;
    }
}
