package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.exec.Value;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.syscall.Smaps;
import java.util.List;
import java.util.Map;

/** Huge pages: who makes them, who splits them, and where they can be seen. */
final class HugeHandlers {
    static final Map<String, Handler> HANDLERS = Map.of(
            "khugepaged",
            Handler.of((t, a) -> t.calls.khugepaged(a.word(0))),
            "split_huge_page",
            Handler.of((t, a) -> t.pages.splitHugePage(t.page(a))),
            "split_deferred",
            Handler.of((t, a) -> t.pages.splitDeferred(a.count(0))),
            "smaps",
            HugeHandlers::smaps);

    private HugeHandlers() {}

    private static StepOutcome smaps(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        Smaps s = t.calls.smaps(a.word(0));
        return s == null
                ? StepOutcome.ofSyscall(-Errno.EFAULT)
                : new StepOutcome.Returned(new Value.Text(text(s)), List.of());
    }

    /** The lines that say something, joined by blanks: {@code Rss=2048 AnonHugePages=2048}, in kB as Linux prints them. */
    private static String text(Smaps s) {
        StringBuilder text = new StringBuilder();
        add(text, "Rss", s.rss() >> 10);
        add(text, "Pss", s.pss() >> 10);
        add(text, "Shared_Clean", s.sharedClean() >> 10);
        add(text, "Shared_Dirty", s.sharedDirty() >> 10);
        add(text, "Private_Clean", s.privateClean() >> 10);
        add(text, "Private_Dirty", s.privateDirty() >> 10);
        add(text, "Referenced", s.referenced() >> 10);
        add(text, "Anonymous", s.anonymous() >> 10);
        add(text, "AnonHugePages", s.anonHugePages() >> 10);
        add(text, "ShmemPmdMapped", s.shmemPmdMapped() >> 10);
        add(text, "FilePmdMapped", s.filePmdMapped() >> 10);
        add(text, "Locked", s.locked() >> 10);
        add(text, "THPeligible", s.thpEligible() ? 1 : 0);
        return text.toString();
    }

    private static void add(StringBuilder text, String name, long value) {
        if (value != 0) {
            text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value);
        }
    }
}
