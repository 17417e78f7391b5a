package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.host.agent.AgentOptions;

/**
 * What the agent is never asked: to touch its own memory, which lies above the mapping area and has protection key 0; to
 * lose its rights to that key; and what would not end.
 */
public final class Excluded {
    private static final long FROM = AgentOptions.AGENT_START;
    private static final long TO = AgentOptions.TASK_SIZE;

    private Excluded() {}

    /** Returns whether an operation would touch the agent's own memory, or make it out of reach. */
    public static boolean excludes(Invocation op) {
        return switch (op.call()) {
            case MMAP -> (op.num(3) & 0x100010) != 0 ? fixed(op.num(0), op.num(1)) : meets(op.num(0), 1);
            case MUNMAP, MINCORE -> fixed(op.num(0), op.num(1));
            case MPROTECT, PKEY_MPROTECT, MADVISE, MLOCK, MLOCK2, MUNLOCK, MSEAL, REMAP_FILE_PAGES, MSYNC ->
                !wraps(op.num(0), op.num(1)) && meets(op.num(0), op.num(1));
            case MREMAP -> meets(op.num(0), op.num(1)) || (op.num(3) & 2) != 0 && fixed(op.num(4), op.num(2));
            case LOAD, EXEC, STORE, CAS -> meets(op.num(0), 8);
            case WRPKRU -> (op.num(0) & 3) != 0;
            case PKEY_FREE -> (int) op.num(0) == 0;
            case FILL, TOUCH, CHECK -> meets(op.num(0), op.num(1));
            case READ, WRITE, PREAD64, PWRITE64 -> meets(op.num(1), op.num(2));
            case READV, WRITEV, PREADV, PWRITEV, PREADV2, PWRITEV2 ->
                meets(op.args().get(1));
            case PROCESS_MADVISE -> meets(op.args().get(1));
            case PROCESS_VM_READV, PROCESS_VM_WRITEV ->
                meets(op.args().get(1)) || meets(op.args().get(3));
            default -> false;
        };
    }

    /** A range that wraps around is refused before anything is looked at. */
    private static boolean wraps(long start, long length) {
        long end = start + pageUp(length);
        return Long.compareUnsigned(end, start) < 0;
    }

    private static boolean meets(Arg arg) {
        if (arg instanceof Arg.Ranges r) {
            for (int i = 0; i + 1 < r.words().size(); i += 2) {
                if (meets(r.words().get(i), r.words().get(i + 1))) {
                    return true;
                }
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
            case MMAP -> (op.num(3) & 0xa000) != 0 && large(op.num(1), most);
            // WILLNEED, POPULATE_READ, POPULATE_WRITE, GUARD_INSTALL
            case MADVISE ->
                (op.num(2) == 3 || op.num(2) == 22 || op.num(2) == 23 || op.num(2) == 102) && large(op.num(1), most);
            case FALLOCATE -> op.num(2) > most || op.num(3) > most;
            case FTRUNCATE, LSEEK -> op.num(1) > most;
            case PWRITE64, PREAD64, PREADV, PWRITEV, PREADV2, PWRITEV2 -> op.num(3) > most;
            default -> false;
        };
    }

    /**
     * Returns whether a copy between tasks is one between ranges that overlap, if both tasks share an address space.
     * What comes of that depends on how wide the processor at hand copies, so it says nothing about memory management.
     */
    public static boolean smears(Invocation op) {
        return switch (op.call()) {
            case PROCESS_VM_READV, PROCESS_VM_WRITEV ->
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
