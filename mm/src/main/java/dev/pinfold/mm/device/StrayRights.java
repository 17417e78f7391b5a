package dev.pinfold.mm.device;

import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.TaskState;
import dev.pinfold.mm.sync.Guard;
import java.util.Arrays;

/**
 * A task's rights to protected device memory: the register while the task is not on a CPU ({@code thread.pks_saved}), the
 * count of its open sections ({@code pgmap_prot_count}), and what of both an exception has put aside.
 *
 * <p>Used by the task inside a call, and by who takes its CPU from it.
 */
public final class StrayRights implements TaskState {
    private final StrayProtection protection;
    private final TaskContext task;

    /** Sections open in the context that runs: the task's own, or those of the exception. Of {@code per-task}. */
    int count;

    /** The register, while the task is on no CPU. */
    private int saved = StrayProtection.CLOSED;

    /** Sections that this context has opened, whoever counts them: what reports name and checks compare with. */
    private int sections;

    /** A relaxed fault has given this context the right, until its register is written next. */
    private boolean forgiven;

    /** What exceptions have put aside, four numbers each. */
    private int[] aside = new int[8];

    private int exceptions;

    StrayRights(StrayProtection protection, TaskContext task) {
        this.protection = protection;
        this.task = task;
    }

    /** Sections open, those put aside by exceptions included. For reports; exact only for the task itself. */
    int sections() {
        int all = sections;
        for (int i = 0; i < exceptions; i++) {
            all += aside[4 * i + 2];
        }
        return all;
    }

    /** Whether the running context has a right of its own to what its CPU lets through. */
    public boolean entitled() {
        return sections > 0 || forgiven;
    }

    /** Whether the running context has a section open. */
    boolean inSection() {
        return sections > 0;
    }

    void opened() {
        sections++;
    }

    void closed() {
        if (--sections == 0) {
            forgiven = false;
        }
    }

    void forgive() {
        forgiven = true;
    }

    @Override
    public void out(int cpu) {
        if (!Guard.PKS_SAVED_AT_SWITCH.holds(false)) {
            saved = protection.register(cpu);
            protection.setRegister(cpu, StrayProtection.CLOSED);
        }
    }

    @Override
    public void in(int cpu) {
        if (!Guard.PKS_SAVED_AT_SWITCH.holds(false)) {
            protection.setRegister(cpu, saved);
        }
    }

    @Override
    public void exceptionEntry(int cpu) {
        if (4 * exceptions == aside.length) {
            aside = Arrays.copyOf(aside, aside.length * 2);
        }
        int at = 4 * exceptions++;
        aside[at] = protection.register(cpu);
        if (!Guard.PKS_EXCEPTION_CLOSES.holds(false)) {
            protection.setRegister(cpu, StrayProtection.CLOSED);
        }
        if (!Guard.PKS_EXCEPTION_COUNTS_ANEW.holds(false)) {
            aside[at + 1] = protection.scope().exchangeCount(protection, task, this, 0);
        } else {
            aside[at + 1] = -1;
        }
        aside[at + 2] = sections;
        aside[at + 3] = forgiven ? 1 : 0;
        sections = 0;
        forgiven = false;
    }

    @Override
    public void exceptionExit(int cpu) {
        if (sections > 0) {
            task.kernel()
                    .log()
                    .report("open-after-exception", task + " leaves an exception with " + sections + " sections open");
        }
        if (exceptions == 0) {
            // The task had no rights yet when the exception began.
            count = 0;
            sections = 0;
            protection.setRegister(cpu, StrayProtection.CLOSED);
            return;
        }
        int at = 4 * --exceptions;
        protection.setRegister(cpu, aside[at]);
        if (aside[at + 1] >= 0) {
            protection.scope().exchangeCount(protection, task, this, aside[at + 1]);
        }
        sections = aside[at + 2];
        forgiven = aside[at + 3] != 0;
    }

    /** The child begins without a section: it has rights of its own when it opens the first. */
    @Override
    public void fork() {}

    @Override
    public void end(int cpu) {
        if (sections() > 0) {
            task.kernel().log().report("open-at-exit", task + " ends with " + open());
            while (exceptions > 0) {
                sections = 0;
                exceptionExit(cpu);
            }
            protection.closeAll(task, this);
        }
        forgiven = false;
        protection.setRegister(cpu, StrayProtection.CLOSED);
    }

    @Override
    public String open() {
        int n = sections();
        return n == 0 ? "" : n + (n == 1 ? " section" : " sections") + " open for device memory";
    }
}
