package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.exec.Value;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.ErrnoException;
import dev.pinfold.mm.Walks;
import dev.pinfold.mm.abi.Errno;
import java.util.List;
import java.util.Map;

/** Walks over page tables, and the write-protecting, cleaning, unmapping and writing back of what maps a file. */
final class WalkHandlers {
    static final Map<String, Handler> HANDLERS = Map.ofEntries(
            Map.entry("walk_page_range", Handler.of((t, a) -> t.walks().walkPageRange(a.word(0), a.word(1)))),
            Map.entry("walk_page_vma", Handler.of((t, a) -> t.walks().walkPageVma(a.word(0)))),
            Map.entry("walk_page_mapping", onFile((w, fd, a) -> w.walkPageMapping(fd, a.count(1), a.count(2)))),
            Map.entry("page_vma_mapped_walk", Handler.of((t, a) -> t.walks().pageVmaMappedWalk(t.page(a)))),
            Map.entry(
                    "wp_shared_mapping_range",
                    onFile((w, fd, a) -> w.wpSharedMappingRange(fd, a.count(1), a.count(2)))),
            Map.entry(
                    "clean_record_shared_mapping_range",
                    onFile((w, fd, a) -> w.cleanRecordSharedMappingRange(fd, a.count(1), a.count(2), a.count(3)))),
            Map.entry(
                    "dirty_range",
                    (t, a) -> given(new Value.Words(
                            List.of(t.walks().dirtyStart(), t.walks().dirtyEnd())))),
            Map.entry("dirty_bits", (t, a) -> given(new Value.Text(t.walks().dirtyBits()))),
            Map.entry("dirty_reset", (t, a) -> {
                t.walks().dirtyReset();
                return StepOutcome.of(0);
            }),
            Map.entry("scan_file", (t, a) -> {
                try {
                    return StepOutcome.of(t.holder(a, 0).scanFile(t, a.integer(0), a.count(1), a.count(2)));
                } catch (ErrnoException e) {
                    return StepOutcome.ofSyscall(-e.errno());
                }
            }),
            Map.entry("zap_page_range", Handler.of((t, a) -> t.walks().zapPageRange(a.word(0), a.word(1)))),
            Map.entry("unmap_mapping_range", onFile((w, fd, a) -> w.unmapMappingRange(fd, a.word(1), a.word(2)))),
            Map.entry("writeback", onFile((w, fd, a) -> w.writeback(fd))));

    private WalkHandlers() {}

    private interface OnFile {
        long call(Walks walks, int fd, Arguments a) throws WorkloadException, Meeting.Nobody;
    }

    /** A call whose first argument is a file: the one that the name stands for, whoever opened it. */
    private static Handler onFile(OnFile call) {
        return Handler.of((t, a) -> {
            RunningTask holder = t.holder(a, 0);
            long result = call.call(t.walks().withDescriptorsOf(holder.task), a.integer(0), a);
            // The task that opened it may have ended, or closed it; the caller may have inherited it.
            return result == -Errno.EBADF ? call.call(t.walks(), a.integer(0), a) : result;
        });
    }

    private static StepOutcome given(Value value) {
        return new StepOutcome.Returned(value, List.of());
    }
}
