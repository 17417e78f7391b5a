package dev.pinfold.mm.space;

import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.file.FdTable;
import dev.pinfold.mm.file.FileTask;
import dev.pinfold.mm.sync.Cpu;
import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.Lent;
import dev.pinfold.mm.sync.RefCell;
import dev.pinfold.mm.sync.Staging;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.table.Access;
import dev.pinfold.mm.table.Pkru;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.TaskMmu;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a call or a fault acts for: {@code current}. A task of a process, with the address space, the descriptors and the
 * limits that it shares with others or not. Used by one thread at a time.
 */
public class TaskContext extends TaskMmu implements FileTask {
    private final Kernel kernel;
    private final int pid;
    private final int tgid;
    private final Limits limits;
    private final TableCursor cursor;
    private final TableCursor cursor2;
    private final VmFault vmFault = new VmFault(this);
    private Space space;
    private FdTable files;

    /**
     * The signal that the last access ended in, {@code signal << 8 | si_code}; 0 between accesses. Set by {@link #raise}, so
     * that no hit follows before somebody has set it to 0.
     */
    public long fault;

    /** The address that could not be accessed, valid where {@link #fault} is not 0. */
    public long faultAddress;

    /** The protection key of the memory that could not be accessed, valid where {@link #fault} is SEGV_PKUERR. */
    public int faultKey;

    private static final byte[] NOTHING = {};
    private static final int KILLED = 1;
    private static final int ENDING = 2;

    /** Not 0 once the process has ended around this task: it makes no further call or access but its own end. */
    private final IntCell killed = new IntCell(0);

    /** The task has ended and given everything up. Used by the task's own thread. */
    private boolean ended;

    /**
     * The thread that used the task last, at first the one that made it; hits in the TLB are not noted. Written by that
     * thread; another only asks whether it is that thread.
     */
    private Object lastThread = Sync.currentThread();

    /** The task's temporary kernel maps; null as long as it never had one. */
    private @Nullable TaskState maps;

    /** The task's rights to protected memory; null as long as it never had any. */
    private @Nullable TaskState rights;

    /** Whether the task has every capability. Used by the task's own thread; children begin with what their parent has. */
    private boolean privileged;

    /** Where structures pass through to and from user memory; null as long as none did. */
    private @Nullable Staging staging;

    /** The one object by which the task is used from outside, once there is one. */
    private final RefCell<Object> face = new RefCell<>(null);

    /** Memory outside of the machine that the task was lent, see {@link Lent}. */
    private byte[] lent = NOTHING;

    /** Sections in which faults on user memory are not handled, opened and not closed. */
    private int faultsOff;

    /** A task that takes over one user's count of {@code space} and of {@code files}. */
    public TaskContext(Kernel kernel, int pid, int tgid, Space space, FdTable files, Limits limits) {
        super(kernel.cpus());
        this.kernel = kernel;
        this.pid = pid;
        this.tgid = tgid;
        this.space = space;
        this.files = files;
        this.limits = limits;
        this.privileged = kernel.privileged();
        this.cursor = new TableCursor(kernel.frames(), this);
        this.cursor2 = new TableCursor(kernel.frames(), this);
        switchTables(space.tables());
        setPkru(kernel.pkeys() ? Pkru.DEFAULT : 0);
    }

    public final Kernel kernel() {
        return kernel;
    }

    /** The task's number: {@code gettid()}. */
    public final int pid() {
        return pid;
    }

    /** The process's number: {@code getpid()}. */
    public final int tgid() {
        return tgid;
    }

    public final Space space() {
        return space;
    }

    /** Another space from now on, as after execve. Preconditions: inside a call. */
    public final void setSpace(Space newSpace) {
        space = newSpace;
        switchTables(newSpace.tables());
    }

    public final FdTable files() {
        return files;
    }

    public final void setFiles(FdTable newFiles) {
        files = newFiles;
    }

    public final Limits limits() {
        return limits;
    }

    /** The task's own page through which structures pass to and from user memory. */
    public final Staging staging() {
        Staging s = staging;
        if (s == null) {
            s = new Staging();
            staging = s;
        }
        return s;
    }

    /** Memory outside of the machine that calls find from {@link Lent#START} on; empty if none was lent. */
    public final byte[] lent() {
        return lent;
    }

    /** Lends the task's calls memory in place of what they had; an empty array takes it back. */
    public final void lend(byte[] memory) {
        lent = memory;
    }

    /** Whether the task has every capability. */
    public final boolean privileged() {
        return privileged;
    }

    /** Gives the task every capability, or takes all away, as a change of its user does. */
    public final void setPrivileged(boolean yes) {
        privileged = yes;
    }

    @Override
    public final long fileSizeLimit() {
        return limits.soft(Rlimit.RLIMIT_FSIZE);
    }

    /** Notes that the current thread uses the task. */
    public final void used() {
        Object now = Sync.currentThread();
        if (!now.equals(lastThread)) {
            lastThread = now;
            // Either who ends the task sees that it is this thread's, or this thread sees that the task is to end.
            Sync.fullFence();
        }
    }

    /** Whether no other thread was the last to use the task, so that the current one may use it. */
    public final boolean usedByThisThread() {
        return Sync.currentThread().equals(lastThread);
    }

    // --- what follows the task from CPU to CPU ----------------------------------------------------------------------

    /** The task's temporary kernel maps; null as long as it never had one. */
    public final @Nullable TaskState maps() {
        return maps;
    }

    /** Gives the task its first kernel maps. Preconditions: inside a call. */
    public final void setMaps(TaskState first) {
        maps = first;
    }

    /** The task's rights to protected memory; null as long as it never had any. */
    public final @Nullable TaskState rights() {
        return rights;
    }

    /** Gives the task its first rights. Preconditions: inside a call. */
    public final void setRights(TaskState first) {
        rights = first;
    }

    @Override
    protected void contextOut(Cpu cpu) {
        if (maps != null) {
            maps.out(cpu.id());
        }
        if (rights != null) {
            rights.out(cpu.id());
        }
    }

    @Override
    protected void contextIn(Cpu cpu) {
        if (maps != null) {
            maps.in(cpu.id());
        }
        if (rights != null) {
            rights.in(cpu.id());
        }
    }

    /** A fault or an interrupt comes while the task is in the kernel. Preconditions: inside a call. */
    public final void exceptionEntry() {
        if (maps != null) {
            maps.exceptionEntry(cpuId());
        }
        if (rights != null) {
            rights.exceptionEntry(cpuId());
        }
    }

    /** Ends {@link #exceptionEntry}. */
    public final void exceptionExit() {
        if (maps != null) {
            maps.exceptionExit(cpuId());
        }
        if (rights != null) {
            rights.exceptionExit(cpuId());
        }
    }

    /** The task makes a child, which begins without kernel maps and without rights. Preconditions: inside a call. */
    public final void forkKernelState() {
        if (maps != null) {
            maps.fork();
        }
        if (rights != null) {
            rights.fork();
        }
    }

    /** The task ends: kernel maps and rights that it left open are reported and taken away. Preconditions: inside a call. */
    public final void endKernelState() {
        if (maps != null) {
            maps.end(cpuId());
        }
        if (rights != null) {
            rights.end(cpuId());
        }
        faultsOff = 0;
        keepNothing();
    }

    /** {@code pagefault_disable()}: from here, user memory that is not there is not brought in. May be nested. */
    public final void pagefaultDisable() {
        faultsOff++;
    }

    /** Ends {@link #pagefaultDisable}; false if that is not in force. */
    public final boolean pagefaultEnable() {
        if (faultsOff == 0) {
            return false;
        }
        faultsOff--;
        return true;
    }

    /** Whether a copy may fault and sleep: {@code !faulthandler_disabled()}. */
    public final boolean mayFault() {
        return faultsOff == 0 && !preemptionOff();
    }

    /** Notes how an access ended, or what a call in the kernel ran into. */
    public final void raise(long outcome) {
        fault = outcome;
        disarm();
    }

    @Override
    protected final boolean mayHit() {
        return super.mayHit() && fault == 0 && !ended && (Sync.CONTROLLED || killed.getAcquire() == 0);
    }

    /** Whether {@link #kill} was called. */
    public final boolean killed() {
        return killed.getAcquire() != 0;
    }

    /** As {@link #killed}, but in controlled mode no step of the task: an access is where it is, killed or not. */
    public final boolean killedPeek() {
        return (Sync.CONTROLLED ? killed.peek() : killed.getAcquire()) != 0;
    }

    /** Tells the task to end at its next call or access. */
    public final void kill() {
        if (killed.cas(0, KILLED)) {
            disarm();
            Sync.fullFence();
        }
    }

    /** Makes the caller the one who ends the task; false if somebody else is. */
    public final boolean claimEnd() {
        return killed.getAndSet(ENDING) != ENDING;
    }

    /** The object by which the task is used from outside: the first that was made, whoever asks. */
    public final Object face(Supplier<Object> made) {
        Object there = face.getAcquire();
        if (there == null) {
            Object mine = made.get();
            there = face.cas(null, mine) ? mine : face.getAcquire();
        }
        return Objects.requireNonNull(there);
    }

    /** Whether {@link #setEnded} was called. Asked by the task's own thread. */
    public final boolean ended() {
        return ended;
    }

    /** The task has given up its space and its files. */
    public final void setEnded() {
        ended = true;
        disarm();
    }

    /** The task's cursor over page tables. */
    @Override
    public final TableCursor cursor() {
        return cursor;
    }

    /** A second one, for what moves or copies entries. */
    public final TableCursor cursor2() {
        return cursor2;
    }

    /** The object of a fault that begins, of its own also where one is under way. {@link VmFault#end} takes it back. */
    public final VmFault beginFault(long address, Access access) {
        return vmFault.begin(address, access);
    }

    @Override
    public final String toString() {
        return "task " + pid;
    }
}
