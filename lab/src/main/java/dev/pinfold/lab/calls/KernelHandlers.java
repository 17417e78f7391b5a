package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.exec.Value;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.KernelCalls;
import dev.pinfold.mm.space.KernelLog;
import java.util.List;
import java.util.Map;

/** What kernel code does: kernel maps, accesses through them, copies, protected device memory, and its CPU. */
final class KernelHandlers {
    static final Map<String, Handler> HANDLERS = Map.ofEntries(
            Map.entry("kmap_local_page", onPage(KernelCalls::kmapLocalPage)),
            Map.entry("kunmap_local", doing((k, a) -> k.kunmapLocal(a.word(0)))),
            Map.entry("kmap_atomic", onPage(KernelCalls::kmapAtomic)),
            Map.entry("kunmap_atomic", doing((k, a) -> k.kunmapAtomic(a.word(0)))),
            Map.entry("kmap", onPage(KernelCalls::kmap)),
            Map.entry("kunmap", onPage((k, page) -> {
                k.kunmap(page);
                return 0;
            })),
            Map.entry("page_address", onPage(KernelCalls::pageAddress)),
            Map.entry("kload", of((k, a) -> k.load(a.word(0), (int) a.word(1, 1)))),
            Map.entry("kstore", doing((k, a) -> k.store(a.word(0), a.word(1), (int) a.word(2, 1)))),
            Map.entry("copy_to_user", of((k, a) -> k.copyToUser(a.word(0), a.word(1), a.word(2)))),
            Map.entry("copy_from_user", of((k, a) -> k.copyFromUser(a.word(0), a.word(1), a.word(2)))),
            Map.entry("pagefault_disable", doing((k, a) -> k.pagefaultDisable())),
            Map.entry("pagefault_enable", Handler.of((t, a) -> t.task.kernel().pagefaultEnable())),
            Map.entry("preempt_disable", doing((k, a) -> k.preemptDisable())),
            Map.entry("preempt_enable", Handler.of((t, a) -> t.task.kernel().preemptEnable())),
            Map.entry("irq_enter", doing((k, a) -> k.irqEnter())),
            Map.entry("irq_exit", Handler.of((t, a) -> t.task.kernel().irqExit())),
            Map.entry("schedule", doing((k, a) -> k.schedule())),
            Map.entry("migrate", Handler.of((t, a) -> t.task.kernel().migrate(a.integer(0)))),
            Map.entry("smp_processor_id", of((k, a) -> k.cpu())),
            Map.entry("pgmap_mk_readwrite", onPage((k, page) -> {
                k.pgmapMkReadwrite(page);
                return 0;
            })),
            Map.entry("pgmap_mk_noaccess", onPage((k, page) -> {
                k.pgmapMkNoaccess(page);
                return 0;
            })),
            Map.entry("reports", KernelHandlers::reports),
            Map.entry("report", KernelHandlers::report));

    private KernelHandlers() {}

    private interface Giving {
        long call(KernelCalls k, Arguments a) throws WorkloadException, Meeting.Nobody;
    }

    private interface Doing {
        void call(KernelCalls k, Arguments a) throws WorkloadException, Meeting.Nobody;
    }

    private interface OnPage {
        long call(KernelCalls k, int page);
    }

    private static Handler onPage(OnPage call) {
        return (t, a) -> {
            int page = t.page(a);
            return of((k, b) -> call.call(k, page)).call(t, a);
        };
    }

    private static Handler of(Giving call) {
        return (t, a) -> {
            KernelCalls k = t.task.kernel();
            long value = call.call(k, a);
            return k.fault() == 0 ? StepOutcome.of(value) : MachineTarget.faulted(k.fault(), k.faultAddress());
        };
    }

    private static Handler doing(Doing call) {
        return of((k, a) -> {
            call.call(k, a);
            return 0;
        });
    }

    /** How many reports there are, of one kind or of all. */
    private static StepOutcome reports(RunningTask t, Arguments a) throws WorkloadException {
        List<KernelLog.Report> all = t.task.kernel().reports();
        if (!a.has(0)) {
            return StepOutcome.of(all.size());
        }
        String kind = a.path(0);
        return StepOutcome.of(all.stream().filter(r -> r.kind().equals(kind)).count());
    }

    private static StepOutcome report(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        List<KernelLog.Report> all = t.task.kernel().reports();
        int i = a.integer(0);
        if (i < 0 || i >= all.size()) {
            throw a.line().error(a.expr(0).at(), "report " + i + " of " + all.size(), "one that there is, from 0");
        }
        return new StepOutcome.Returned(new Value.Text(all.get(i).text()), List.of());
    }
}
