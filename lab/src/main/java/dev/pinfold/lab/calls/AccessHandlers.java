package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.exec.StepOutcome.Disagreement;
import dev.pinfold.lab.exec.Value;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the user's code does without a system call, looks at the address space, and files that are there from the start. */
final class AccessHandlers {
    static final Map<String, Handler> HANDLERS = Map.ofEntries(
            Map.entry("load", (t, a) -> {
                long value = t.calls.load(a.word(0), (int) a.word(1, 1));
                return MachineTarget.ofAccess(t.calls, value);
            }),
            Map.entry("store", (t, a) -> {
                t.calls.store(a.word(0), a.word(1), (int) a.word(2, 1));
                return MachineTarget.ofAccess(t.calls, 0);
            }),
            Map.entry("cas", (t, a) -> {
                long was = t.calls.cas(a.word(0), a.word(1), a.word(2), (int) a.word(3, 1));
                return MachineTarget.ofAccess(t.calls, was);
            }),
            Map.entry("fill", (t, a) -> {
                t.calls.fill(a.word(0), a.word(1), (int) a.word(2) & 0xff);
                return MachineTarget.ofAccess(t.calls, 0);
            }),
            Map.entry("check", AccessHandlers::check),
            Map.entry("touch", (t, a) -> {
                t.calls.touch(a.word(0), a.word(1), (a.word(2, 0) & Mman.PROT_WRITE) != 0);
                return MachineTarget.ofAccess(t.calls, 0);
            }),
            Map.entry("exec", (t, a) -> {
                t.calls.exec(a.word(0));
                return MachineTarget.ofAccess(t.calls, 0);
            }),
            Map.entry("rdpkru", (t, a) -> {
                long value = t.calls.rdpkru();
                return MachineTarget.ofAccess(t.calls, value);
            }),
            Map.entry("wrpkru", (t, a) -> {
                t.calls.wrpkru(a.word(0));
                return MachineTarget.ofAccess(t.calls, 0);
            }),
            Map.entry("file", Handler.of(AccessHandlers::file)),
            Map.entry("maps", (t, a) -> new StepOutcome.Returned(new Value.Text(t.calls.maps()), List.of())),
            Map.entry("pagemap", AccessHandlers::pagemap));

    private AccessHandlers() {}

    /** A file that is there already, and a descriptor of it. */
    private static long file(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        String fs = a.key("fs")
                .map(e -> e instanceof Expr.Name n ? n.name() : "disk")
                .orElse("disk");
        long declared = t.calls.initialState().declareFile(a.path(0), a.word(1), fs);
        return declared < 0 && declared != -Errno.EEXIST ? declared : t.calls.open(a.path(0), FileFlags.O_RDWR, 0);
    }

    private static StepOutcome check(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        long start = a.word(0);
        int wanted = (int) a.word(2) & 0xff;
        long differs = t.calls.check(start, a.word(1), wanted);
        if (t.calls.fault() != 0) {
            return MachineTarget.faulted(t.calls.fault(), t.calls.faultAddress());
        }
        if (differs < 0) {
            return StepOutcome.of(0);
        }
        long actual = t.calls.load(start + differs, 1);
        Disagreement found =
                new Disagreement("every byte " + wanted, "the byte " + actual + " at offset " + Numbers.show(differs));
        return new StepOutcome.Returned(new Value.Word(0), List.of(found));
    }

    private static StepOutcome pagemap(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        long pages = a.word(1);
        if (pages < 0 || pages > 1 << 24) {
            throw a.line().error(a.expr(1).at(), Numbers.show(pages) + " pages", "at most 16M pages");
        }
        long[] words = t.calls.pagemap(a.word(0), (int) pages);
        Value value = words.length == 1
                ? new Value.Word(words[0])
                : new Value.Words(Arrays.stream(words).boxed().toList());
        return new StepOutcome.Returned(value, List.of());
    }
}
