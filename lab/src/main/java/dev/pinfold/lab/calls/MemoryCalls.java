package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.Given;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.exec.StepOutcome.Disagreement;
import dev.pinfold.lab.exec.Value;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.WorkloadException;
import java.util.List;
import java.util.Map;

/** Linux's memory calls. */
final class MemoryCalls {
    static final Map<String, Handler> HANDLERS = Map.ofEntries(
            Map.entry(
                    "mmap",
                    Handler.of((t, a) ->
                            t.calls.mmap(a.word(0), a.word(1), a.integer(2), a.integer(3), a.integer(4), a.word(5)))),
            Map.entry("munmap", Handler.of((t, a) -> t.calls.munmap(a.word(0), a.word(1)))),
            Map.entry("mprotect", Handler.of((t, a) -> t.calls.mprotect(a.word(0), a.word(1), a.word(2)))),
            Map.entry(
                    "mremap",
                    Handler.of((t, a) -> t.calls.mremap(a.word(0), a.word(1), a.word(2), a.word(3), a.word(4, 0)))),
            Map.entry("brk", (t, a) -> StepOutcome.of(t.calls.brk(a.word(0)))),
            Map.entry("madvise", Handler.of((t, a) -> t.calls.madvise(a.word(0), a.word(1), a.integer(2)))),
            Map.entry("process_madvise", Handler.of(MemoryCalls::processMadvise)),
            Map.entry("msync", Handler.of((t, a) -> t.calls.msync(a.word(0), a.word(1), a.integer(2)))),
            Map.entry("mincore", MemoryCalls::mincore),
            Map.entry("mlock", Handler.of((t, a) -> t.calls.mlock(a.word(0), a.word(1)))),
            Map.entry("mlock2", Handler.of((t, a) -> t.calls.mlock2(a.word(0), a.word(1), a.integer(2)))),
            Map.entry("munlock", Handler.of((t, a) -> t.calls.munlock(a.word(0), a.word(1)))),
            Map.entry("mlockall", Handler.of((t, a) -> t.calls.mlockall(a.integer(0)))),
            Map.entry("munlockall", Handler.of((t, a) -> t.calls.munlockall())),
            Map.entry("mseal", Handler.of((t, a) -> t.calls.mseal(a.word(0), a.word(1), a.word(2)))),
            Map.entry(
                    "remap_file_pages",
                    Handler.of((t, a) ->
                            t.calls.remapFilePages(a.word(0), a.word(1), a.integer(2), a.word(3), a.integer(4)))),
            Map.entry(
                    "process_vm_readv",
                    Handler.of((t, a) -> t.calls.processVmReadv(
                            a.integer(0), a.vector(1, a.word(2)), a.vector(3, a.word(4)), a.word(5)))),
            Map.entry(
                    "process_vm_writev",
                    Handler.of((t, a) -> t.calls.processVmWritev(
                            a.integer(0), a.vector(1, a.word(2)), a.vector(3, a.word(4)), a.word(5)))),
            Map.entry("getrlimit", MemoryCalls::getrlimit),
            Map.entry("setrlimit", Handler.of((t, a) -> t.calls.setrlimit(a.integer(0), limit(a, 1)))),
            Map.entry("prlimit64", MemoryCalls::prlimit));

    private MemoryCalls() {}

    private static long processMadvise(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        long[] ranges = a.vector(1, a.word(2));
        boolean named = Expr.plain(a.expr(0)) instanceof Expr.Name;
        // A task's name stands for its number everywhere; here Linux wants a descriptor of it.
        int pidfd = named ? (int) t.calls.pidfdOpen(a.integer(0), 0) : a.integer(0);
        if (named && pidfd < 0) {
            return pidfd;
        }
        long result = t.calls.processMadvise(pidfd, ranges, a.integer(3), a.integer(4));
        if (named) {
            t.calls.close(pidfd);
        }
        return result;
    }

    private static StepOutcome mincore(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        long addr = a.word(0);
        long length = a.word(1);
        if (!(Expr.plain(a.expr(2)) instanceof Expr.Array)) {
            return StepOutcome.ofSyscall(t.calls.mincore(addr, length, a.word(2)));
        }
        byte[] vector = new byte[Given.pages(length)];
        long result = t.calls.mincore(addr, length, vector);
        return result != 0 ? StepOutcome.ofSyscall(result) : returned(0, Given.residency(a, 2, vector));
    }

    private static StepOutcome getrlimit(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        long[] limit = new long[2];
        long result = t.calls.getrlimit(a.integer(0), limit);
        return result != 0 ? StepOutcome.ofSyscall(result) : returned(0, Given.limit(a, 1, limit));
    }

    private static StepOutcome prlimit(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        boolean sets = Expr.plain(a.expr(2)) instanceof Expr.Struct;
        boolean gets = Expr.plain(a.expr(3)) instanceof Expr.Struct;
        long[] old = new long[2];
        long result = t.calls.prlimit64(a.integer(0), a.integer(1), sets ? limit(a, 2) : null, gets ? old : null);
        return result != 0 ? StepOutcome.ofSyscall(result) : returned(0, Given.limit(a, 3, old));
    }

    /** Returns a structure's two limits. */
    private static long[] limit(Arguments a, int index) throws WorkloadException, Meeting.Nobody {
        if (!(Expr.plain(a.expr(index)) instanceof Expr.Struct struct)) {
            throw a.line().error(a.expr(index).at(), "an address", "{rlim_cur=VALUE, rlim_max=VALUE}");
        }
        return new long[] {a.member(struct, "rlim_cur"), a.member(struct, "rlim_max")};
    }

    static StepOutcome returned(long word, List<Disagreement> disagreements) {
        return new StepOutcome.Returned(new Value.Word(word), disagreements);
    }
}
