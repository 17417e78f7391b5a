package dev.pinfold.mm.gup;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.fault.FollowPage;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.ViolationKind;
import dev.pinfold.mm.sync.Waits;
import dev.pinfold.mm.table.Access;
import dev.pinfold.mm.table.Mmu;
import dev.pinfold.mm.table.Notifier;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.Pte;

/**
 * A device that uses the addresses of a process (shared virtual addressing): it walks the process's page tables as a CPU does,
 * asks for a fault where that ends, and remembers translations in a TLB of its own, which nobody flushes. It holds no page;
 * that it is a {@link Notifier} is all that keeps it from using one that is gone ({@code mm_interval_notifier}, {@code
 * arch_invalidate_secondary_tlbs}).
 *
 * <p>An access and the loss of a translation exclude each other by the device's lock. A translation that was looked up while
 * some range changed is not kept: {@code mmu_interval_read_begin} and {@code _retry}.
 */
public final class DeviceTlb implements Notifier {
    private static final Site USE = Site.lock("device tlb: lock over an access by a translation");
    private static final Site KEEP = Site.lock("device tlb: lock over keeping a translation");
    private static final Site DROP = Site.lock("device tlb: lock over dropping translations that change");
    private static final Site QUIET = Site.await("device tlb: wait for changes that are under way");
    private static final Site REQUEST = Site.lock("device tlb: mmap lock over a fault that a device asked for");

    private static final int SIZE = 64;

    private final Space space;
    private final PageTables tables;
    private final Frames frames;
    private final SpinLock lock = new SpinLock(LockClass.STORES);
    private final long waiting = Waits.newObject();

    /** Changes under way, and how many have begun so far. */
    private final LongCell changing = new LongCell(0);

    private final LongCell begun = new LongCell(0);

    // By slot: the page's address plus one, its entry, and how often its frame had been freed. Guarded by the lock.
    private final long[] tag = new long[SIZE];
    private final long[] entry = new long[SIZE];
    private final int[] generation = new int[SIZE];

    private DeviceTlb(Space space) {
        this.space = space;
        this.tables = space.tables();
        this.frames = space.kernel().frames();
    }

    /** Lets a device use a space's addresses. Preconditions: inside a call, no lock held, no transaction open. */
    public static DeviceTlb attach(Space space) {
        DeviceTlb d = new DeviceTlb(space);
        space.tables().notifiers().add(d);
        return d;
    }

    /** Ends that; the device has no access any more. Preconditions: as {@link #attach}. */
    public void detach() {
        tables.notifiers().remove(this);
    }

    /**
     * The device reads a byte.
     *
     * <p>Preconditions: inside a call of a task of the space, no lock held.
     *
     * @return the byte, or -EFAULT where an instruction would get a signal, or -ENOMEM
     */
    public long load(TaskContext t, long address) {
        return access(t, address, false, 0);
    }

    /** The device writes a byte. 0, or as {@link #load}. */
    public long store(TaskContext t, long address, int value) {
        return access(t, address, true, value);
    }

    private long access(TaskContext t, long address, boolean write, int value) {
        long page = address & PAGE_MASK;
        int slot = (int) (page >>> PAGE_SHIFT) & SIZE - 1;
        while (true) {
            lock.lock(USE);
            if (tag[slot] == page + 1 && (!write || Pte.writable(entry[slot]))) {
                long result = use(slot, address, write, value);
                lock.unlock();
                return result;
            }
            lock.unlock();
            // First the count, then the wait: a change that begins in between shows in the count.
            long before = begun.getVolatile();
            Waits.await(QUIET, waiting, () -> changing.getVolatile() == 0);
            tables.epoch().enter(t.cpuId());
            long e = Mmu.walk(tables, page, write ? Access.WRITE : Access.READ, 0, t.cpuId());
            tables.epoch().exit(t.cpuId());
            if (e == Mmu.HELD) {
                tables.awaitOpen(page);
            } else if (e == Mmu.NOT_PRESENT || e == Mmu.DENIED) {
                long error = request(t, page, write);
                if (error != 0) {
                    return error;
                }
            } else {
                keep(slot, page, write ? e : e & ~Pte.WRITE, before);
            }
        }
    }

    private long use(int slot, long address, boolean write, int value) {
        int pfn = Pte.pfn(entry[slot]);
        if (Sync.CONTROLLED && frames.peekGeneration(pfn) != generation[slot]) {
            throw Sync.scheduler()
                    .violation(
                            ViolationKind.FREED_FRAME,
                            "has a device use frame %d at 0x%x, which was freed since".formatted(pfn, address));
        }
        long at = frames.address(pfn) + (address & ~PAGE_MASK);
        if (write) {
            Bytes.storeByte(at, (byte) value);
            return 0;
        }
        return Bytes.loadByte(at) & 0xff;
    }

    private void keep(int slot, long page, long e, long before) {
        lock.lock(KEEP);
        boolean quiet = begun.getVolatile() == before && changing.getVolatile() == 0;
        if (Guard.DEVICE_TLB_UNDISTURBED.holds(quiet)) {
            tag[slot] = page + 1;
            entry[slot] = e;
            generation[slot] = Sync.CONTROLLED ? frames.peekGeneration(Pte.pfn(e)) : 0;
        }
        lock.unlock();
    }

    /** A page request of the device's: a fault on behalf of the process. 0 or -errno. */
    private long request(TaskContext t, long page, boolean write) {
        space.readLock(REQUEST);
        Vma vma = space.lookup(page);
        long error = vma == null || !FollowPage.allowed(t, vma, write, false)
                ? -Errno.EFAULT
                : FollowPage.faultIn(t, vma, page, write ? Access.WRITE : Access.READ);
        space.readUnlock();
        return error;
    }

    @Override
    public void invalidateStart(long start, long end, Event event) {
        lock.lock(DROP);
        changing.getAndAdd(1);
        begun.getAndAdd(1);
        for (int i = 0; i < SIZE; i++) {
            if (tag[i] > start && tag[i] <= end) {
                tag[i] = 0;
            }
        }
        lock.unlock();
    }

    @Override
    public void invalidateEnd(long start, long end, Event event) {
        changing.getAndAdd(-1);
        Waits.wake(waiting);
    }
}
