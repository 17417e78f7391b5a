package dev.pinfold.mm.frame;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.sync.BitLock;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.ViolationKind;
import dev.pinfold.mm.sync.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The face of the floor: a machine's frames, what is recorded of each ({@code struct page}), and their allocation.
 *
 * <p>A frame is named by its number (pfn). Counts and flags of a folio of several frames are those of its head;
 * methods that take a {@code pfn} mean the head unless they say otherwise. Frame 0 is never used; frame
 * {@link #zeroPfn} is the zero page. Counts and flags change atomically and without a lock.
 */
public final class Frames implements AutoCloseable {
    /** A step of the generation: bit 0 of its word is the lock of a page table, see {@link TableWords}. */
    static final int ONE_GENERATION = 2;

    private static final int CACHE_LIMIT = 1024;
    private static final long RECLAIM_BATCH = 32;
    private static final int ZERO_PFN = 1;
    private static final int RESERVED_LOW = 2;
    private static final Zone[] ZONES = Zone.values();

    private final FrameConfig config;
    private final PhysicalMemory memory;
    private final OwnerTable owners = new OwnerTable();
    private final long base;
    private final long metaBase;
    private final Buddy[] zones = new Buddy[Zone.DEVICE.index];
    /** By cpu, then zone; null where the zone is empty. */
    private final @Nullable FrameCache[][] caches;

    private Reclaimer reclaimer = (wanted, cpu) -> 0;

    private final int[] zoneStart = new int[ZONES.length + 1];
    private final int deviceStart;
    private final DeviceFolios deviceFolios;
    private final PinCount pins;
    private final FrameContents contents;
    private final HugeZeroPage hugeZero = new HugeZeroPage(this);
    private final DeferredSplit deferred = new DeferredSplit(this);
    private DeviceFrames deviceFrames = DeviceFrames.NONE;
    private @Nullable SwapSlots swap;

    /** As {@link #Frames(FrameConfig, PinCount)}, with pins counted as Linux does. */
    public Frames(FrameConfig config) {
        this(config, PinCounts.BIAS);
    }

    /**
     * Reserves the memory; costs nothing a frame until the frame is used.
     *
     * @param pins how pins are told from other references
     */
    public Frames(FrameConfig config, PinCount pins) {
        this.config = config;
        this.pins = pins;
        memory = PhysicalMemory.open(config.frames());
        base = memory.base();
        metaBase = memory.metaBase();
        contents = new FrameContents(memory, config.frames() - config.device());
        deviceFolios = new DeviceFolios(this, config);
        Sync.region(base, (long) config.frames() << PAGE_SHIFT);
        Sync.region(metaBase, (long) config.frames() << FrameMeta.SHIFT);
        for (int z = 0; z < ZONES.length; z++) {
            zoneStart[z + 1] = zoneStart[z] + config.frames(ZONES[z]);
        }
        deviceStart = zoneStart[Zone.DEVICE.index];
        caches = new @Nullable FrameCache[config.cpus()][zones.length];
        for (int z = 0; z < zones.length; z++) {
            int start = z == 0 ? RESERVED_LOW : zoneStart[z];
            zones[z] = new Buddy(metaBase, start, zoneStart[z + 1]);
            int high = Math.min(CACHE_LIMIT, (zoneStart[z + 1] - start) / 32 / config.cpus());
            for (int cpu = 0; cpu < config.cpus() && zoneStart[z + 1] > start; cpu++) {
                caches[cpu][z] = new FrameCache(zones[z], high);
            }
        }
        for (int pfn = 0; pfn < RESERVED_LOW; pfn++) {
            Words.setInt(meta(pfn) + FrameMeta.FLAGS, FrameFlags.RESERVED);
        }
        Bytes.zero(address(ZERO_PFN), PAGE_SIZE);
        Words.setInt(meta(ZERO_PFN) + FrameMeta.FLAGS, FrameFlags.RESERVED | FrameFlags.UPTODATE);
    }

    // --- memory -----------------------------------------------------------------------------------------------------

    /** Native address of a frame's first byte. */
    public long address(int pfn) {
        if (Sync.CONTROLLED) {
            requireFrame(pfn);
            contents.settle(pfn);
        }
        return base + ((long) pfn << PAGE_SHIFT);
    }

    /** What frames hold: clearing, copying and comparing them as a whole. */
    public FrameContents contents() {
        return contents;
    }

    /** The frame that holds a native address of this memory. */
    public int pfn(long address) {
        return (int) (address - base >>> PAGE_SHIFT);
    }

    public PhysicalMemory memory() {
        return memory;
    }

    public FrameConfig config() {
        return config;
    }

    /** The page of zeros: reserved, never counted, never written. */
    public int zeroPfn() {
        return ZERO_PFN;
    }

    /** The huge page of zeros. */
    public HugeZeroPage hugeZero() {
        return hugeZero;
    }

    /** Large folios that are to be split when memory is short. */
    public DeferredSplit deferredSplit() {
        return deferred;
    }

    /** First frame of a zone; the zone ends where the next begins, the last at {@link #frames}. */
    public int zoneStart(Zone zone) {
        return zoneStart[zone.index];
    }

    /** The zone a frame lies in. */
    public Zone zoneOf(int pfn) {
        int z = 0;
        while (pfn >= zoneStart[z + 1]) {
            z++;
        }
        return ZONES[z];
    }

    /** Frames of all zones. */
    public int frames() {
        return config.frames();
    }

    // --- allocation -------------------------------------------------------------------------------------------------

    /**
     * A folio of 2^order frames with one reference; contents undefined.
     *
     * @param zone where to look first; see {@link Zone} for the order of falling back
     * @param order 0 to {@value Buddy#MAX_ORDER}
     * @param cpu the CPU the caller runs on
     * @return the head's number, or -1 when there is none
     */
    public int alloc(Zone zone, int order, int cpu) {
        int pfn = allocNow(zone, order, cpu);
        // Direct reclaim: as long as somebody gives something back, look again.
        while (pfn < 0 && reclaimer.reclaim(RECLAIM_BATCH << order, cpu) > 0) {
            pfn = allocNow(zone, order, cpu);
        }
        return pfn;
    }

    /** Gives the machine someone to turn to when no frame is free. Called while the machine is built. */
    public void setReclaimer(Reclaimer r) {
        reclaimer = r;
    }

    /** As {@link #alloc}, without making room: for who does with less. */
    public int allocNow(Zone zone, int order, int cpu) {
        for (int z = zone.index; z >= 0; z--) {
            FrameCache cache = caches[cpu][z];
            if (cache == null) {
                continue;
            }
            int pfn = order == 0 ? cache.take() : allocLarge(zones[z], cache, order);
            if (pfn >= 0) {
                prepare(pfn, order);
                return pfn;
            }
        }
        return -1;
    }

    /** As {@link #alloc}, with contents zero. */
    public int allocZeroed(Zone zone, int order, int cpu) {
        int pfn = alloc(zone, order, cpu);
        if (pfn >= 0) {
            contents.zero(pfn, order);
        }
        return pfn;
    }

    private static int allocLarge(Buddy zone, FrameCache cache, int order) {
        int pfn = zone.alloc(order);
        if (pfn < 0 && cache.count() > 0) {
            cache.drain();
            pfn = zone.alloc(order);
        }
        return pfn;
    }

    private void prepare(int pfn, int order) {
        for (int i = 0; Sync.CONTROLLED && i < 1 << order; i++) {
            contents.taken(pfn + i, peekGeneration(pfn + i));
        }
        long a = meta(pfn);
        if (order > 0) {
            Words.setIntRelease(a + FrameMeta.FLAGS, FrameFlags.HEAD | order << FrameFlags.ORDER_SHIFT);
            int tails = (1 << order) - 1;
            Words.setIntsRelease(meta(pfn + 1) + FrameMeta.HEAD, 1L << FrameMeta.SHIFT, tails, pfn);
            Words.setIntsRelease(meta(pfn + 1) + FrameMeta.FLAGS, 1L << FrameMeta.SHIFT, tails, FrameFlags.TAIL);
        }
        Words.setIntRelease(a + FrameMeta.REF, 1);
    }

    /** The frame is freed once more. Where it may have been a page table somebody may still come for the lock. */
    private void nextGeneration(int pfn, long word) {
        if (zoneOf(pfn) == Zone.MOVABLE) {
            Words.setIntRelease(word, Words.getInt(word) + ONE_GENERATION);
        } else {
            Words.addInts(word, 0, 1, ONE_GENERATION);
        }
    }

    void free(int pfn, int cpu) {
        if (pfn >= deviceStart) {
            deviceFrames.lastPut(pfn, cpu);
            return;
        }
        long a = meta(pfn);
        int flags = Words.getIntAcquire(a + FrameMeta.FLAGS);
        int order = (flags & FrameFlags.ORDER_MASK) >>> FrameFlags.ORDER_SHIFT;
        if ((flags & FrameFlags.BAD_AT_FREE) != 0
                || Words.getInt(a + FrameMeta.MAP) != 0
                || Words.getInt(a + FrameMeta.PINS) != 0
                || (Words.getInt(a + FrameMeta.OWNER) != 0 && (flags & FrameFlags.ANON) == 0)) {
            throw new AssertionError("a frame was freed that is still in use: " + describe(pfn));
        }
        if (order > 0) {
            FolioMaps.requireUnmapped(this, pfn, 1 << order);
            deferred.remove(pfn);
        }
        // Ordered stores, since who looks without a reference may still read these.
        int frames = 1 << order;
        long stride = 1L << FrameMeta.SHIFT;
        if (order == 0) {
            // Flags, owner, index and pins, which lie in a row.
            Words.setIntsRelease(a + FrameMeta.FLAGS, Integer.BYTES, 5, 0);
            nextGeneration(pfn, a + FrameMeta.GENERATION);
        } else {
            Words.setIntsRelease(a + FrameMeta.FLAGS, stride, frames, 0);
            Words.setIntsRelease(a + FrameMeta.OWNER, stride, frames, 0);
            Words.addInts(a + FrameMeta.GENERATION, stride, frames, ONE_GENERATION);
            Words.setIntsRelease(a + FrameMeta.INDEX, stride, frames, 0);
            Words.setIntsRelease(a + FrameMeta.INDEX + 4, stride, frames, 0);
            Words.setIntsRelease(a + FrameMeta.PINS, stride, frames, 0);
        }
        contents.freed(pfn, frames);
        int z = zoneOf(pfn).index;
        FrameCache cache = z < zones.length ? caches[cpu][z] : null;
        if (cache == null) {
            throw new AssertionError("a frame of no allocator was freed: " + pfn);
        }
        if (order == 0) {
            cache.put(pfn);
        } else {
            zones[z].free(pfn, order);
        }
    }

    /** Gives all free frames that a CPU keeps for itself to the zones. The caller runs on that CPU. */
    public void drain(int cpu) {
        for (FrameCache cache : caches[cpu]) {
            if (cache != null) {
                cache.drain();
            }
        }
    }

    // --- references -------------------------------------------------------------------------------------------------

    /** One more reference, by who has one already. */
    public void get(int pfn) {
        addRefs(pfn, 1);
    }

    /** More references, by who has one already. */
    public void addRefs(int pfn, int n) {
        int old = Words.getAndAddInt(meta(pfn) + FrameMeta.REF, n);
        if (old <= 0 || old + n <= 0) {
            throw new AssertionError("a reference was taken on a free or overflown frame: " + describe(pfn));
        }
    }

    /** One more reference unless the frame is free, frozen or overflown ({@code folio_try_get}). */
    public boolean tryGet(int pfn) {
        return tryAddRefs(pfn, 1);
    }

    /** More references unless the frame is free, frozen or would overflow. */
    public boolean tryAddRefs(int pfn, int n) {
        long a = meta(pfn) + FrameMeta.REF;
        while (true) {
            int old = Words.getIntAcquire(a);
            if (old <= 0 || !Guard.REFERENCE_ROOM.holds(old + n > 0)) {
                return false;
            }
            if (Words.casInt(a, old, old + n)) {
                return true;
            }
        }
    }

    /** Drops a reference; the last one frees the folio into the cache of the caller's CPU. */
    public void put(int pfn, int cpu) {
        putRefs(pfn, 1, cpu);
    }

    /** Drops several references. */
    public void putRefs(int pfn, int n, int cpu) {
        int old = Words.getAndAddInt(meta(pfn) + FrameMeta.REF, -n);
        if (old == n) {
            free(pfn, cpu);
        } else if (old < n) {
            throw new AssertionError("a reference was dropped that nobody had: " + describe(pfn));
        }
    }

    /** References that are held now. */
    public int refCount(int pfn) {
        return Words.getIntAcquire(meta(pfn) + FrameMeta.REF);
    }

    /** Takes the count from exactly {@code expected} to 0, so that nobody can get a reference; else does nothing. */
    public boolean tryFreeze(int pfn, int expected) {
        return Words.casInt(meta(pfn) + FrameMeta.REF, expected, 0);
    }

    /** Ends a freeze with {@code n} references. */
    public void unfreeze(int pfn, int n) {
        Words.setIntRelease(meta(pfn) + FrameMeta.REF, n);
    }

    /** Gives the machine swap space. Called once, when the machine is built. */
    public void addSwap(int slots) {
        swap = new SwapSlots(slots);
        Sync.region(swap().base(), (long) slots << PAGE_SHIFT);
    }

    public boolean hasSwap() {
        return swap != null;
    }

    /** The swap space, which is there. */
    public SwapSlots swap() {
        return Objects.requireNonNull(swap);
    }

    // --- pins and devices ---------------------------------------------------------------------------------------

    /** How pins are told from other references on this machine: the design point {@code PIN_COUNT}. */
    public PinCount pins() {
        return pins;
    }

    /** Changes the count of pins that is apart from the references, and gives the new one. For {@link PinCount}. */
    int addPins(int folio, int delta) {
        int now = Words.getAndAddInt(meta(folio) + FrameMeta.PINS, delta) + delta;
        if (now < 0) {
            throw new AssertionError("a pin was dropped that nobody had: " + describe(folio));
        }
        return now;
    }

    /** The count of pins that is apart from the references. For {@link PinCount}. */
    int pinCount(int folio) {
        return Words.getIntAcquire(meta(folio) + FrameMeta.PINS);
    }

    /** Says who learns of the last put of a frame in {@link Zone#DEVICE}. Called once, when the machine is built. */
    public void setDeviceFrames(DeviceFrames d) {
        deviceFrames = d;
    }

    /** The owner of the frames of {@link Zone#DEVICE}. */
    public DeviceFrames devices() {
        return deviceFrames;
    }

    /**
     * Puts a file behind frames of a device: their bytes are the file's from now on.
     *
     * @param pfn the first frame, of {@link Zone#DEVICE}
     */
    public void backByFile(int pfn, int count, Path path) throws IOException {
        NativeRange.putFileIn(address(pfn), (long) count << PAGE_SHIFT, path);
    }

    /** Ends {@link #backByFile}: the file has what was stored, the frames hold anything. */
    public void endBacking(int pfn, int count, Path path) throws IOException {
        NativeRange.takeFileOut(address(pfn), (long) count << PAGE_SHIFT, path);
    }

    /** The records of devices' frames. */
    public DeviceFolios deviceFolios() {
        return deviceFolios;
    }

    /** Whether a frame is a device's. */
    public boolean isDevice(int pfn) {
        return pfn >= deviceStart;
    }

    // --- mappings, flags, owner -------------------------------------------------------------------------------------

    /** Entries of page tables that map this frame. */
    public int mapCount(int pfn) {
        return Words.getIntAcquire(meta(pfn) + FrameMeta.MAP);
    }

    /** Changes the number of mappings and gives the new one. */
    public int addMapCount(int pfn, int delta) {
        int now = Words.getAndAddInt(meta(pfn) + FrameMeta.MAP, delta) + delta;
        if (now < 0) {
            throw new AssertionError("a mapping was removed that nobody had: " + describe(pfn));
        }
        return now;
    }

    /** All flags; see {@link FrameFlags}. */
    public int flags(int pfn) {
        return Words.getIntAcquire(meta(pfn) + FrameMeta.FLAGS);
    }

    /** Whether any of the bits is set. */
    public boolean test(int pfn, int flag) {
        return (flags(pfn) & flag) != 0;
    }

    /** Sets the bits; gives whether any was set before. */
    public boolean testAndSet(int pfn, int flag) {
        return (Words.getAndOrInt(meta(pfn) + FrameMeta.FLAGS, flag) & flag) != 0;
    }

    /** Clears the bits; gives whether any was set before. */
    public boolean testAndClear(int pfn, int flag) {
        return (Words.getAndAndInt(meta(pfn) + FrameMeta.FLAGS, ~flag) & flag) != 0;
    }

    /** Sets the bits; writes only if one is missing. */
    public void set(int pfn, int flag) {
        if ((flags(pfn) & flag) != flag) {
            Words.getAndOrInt(meta(pfn) + FrameMeta.FLAGS, flag);
        }
    }

    /** Sets bits of {@code n} frames in a row, in one step. */
    public void setAll(int pfn, int n, int flag) {
        Words.orInts(meta(pfn) + FrameMeta.FLAGS, 1L << FrameMeta.SHIFT, n, flag);
    }

    /** Clears the bits; writes only if one is set. */
    public void clear(int pfn, int flag) {
        if (test(pfn, flag)) {
            Words.getAndAndInt(meta(pfn) + FrameMeta.FLAGS, ~flag);
        }
    }

    /** Takes the folio lock; may sleep ({@code folio_lock}). */
    public void lock(int pfn, Site site) {
        BitLock.lock(meta(pfn) + FrameMeta.FLAGS, FrameFlags.LOCKED_BIT, LockClass.FOLIO_LOCK, site);
    }

    /** Takes the folio lock if nobody holds it. */
    public boolean tryLock(int pfn, Site site) {
        return BitLock.tryLock(meta(pfn) + FrameMeta.FLAGS, FrameFlags.LOCKED_BIT, LockClass.FOLIO_LOCK, site);
    }

    /** Drops the folio lock. */
    public void unlock(int pfn) {
        BitLock.unlock(meta(pfn) + FrameMeta.FLAGS, FrameFlags.LOCKED_BIT, LockClass.FOLIO_LOCK);
    }

    /** Asserts, in controlled mode, that the caller holds the folio lock. */
    public void assertLocked(int pfn) {
        BitLock.assertHeld(meta(pfn) + FrameMeta.FLAGS, FrameFlags.LOCKED_BIT, LockClass.FOLIO_LOCK);
    }

    /** The head of the folio that a frame, head or not, is part of. */
    public int head(int pfn) {
        if (pfn >= deviceStart && deviceFolios.isGiant(pfn)) {
            return DeviceFolios.giant(pfn);
        }
        long a = meta(pfn);
        return (Words.getIntAcquire(a + FrameMeta.FLAGS) & FrameFlags.TAIL) != 0
                ? Words.getIntAcquire(a + FrameMeta.HEAD)
                : pfn;
    }

    /** The folio has 2^order frames. */
    public int order(int pfn) {
        return (flags(pfn) & FrameFlags.ORDER_MASK) >>> FrameFlags.ORDER_SHIFT;
    }

    /** The numbers of owners; who owns folios registers here. */
    public OwnerTable owners() {
        return owners;
    }

    /** Whom a folio belongs to: {@code folio->mapping}. */
    public @Nullable FolioOwner owner(int pfn) {
        return owners.get(ownerId(pfn));
    }

    /** The owner's number, 0 for none. */
    public int ownerId(int pfn) {
        return Words.getIntAcquire(meta(pfn) + FrameMeta.OWNER);
    }

    /** The folio's place in its owner, in pages: {@code folio->index}. */
    public long index(int pfn) {
        return Words.getLong(meta(pfn) + FrameMeta.INDEX);
    }

    /**
     * Gives a folio to an owner, or to nobody.
     *
     * <p>Preconditions: the folio lock is held, or no other task can reach the folio.
     */
    public void setOwner(int pfn, @Nullable FolioOwner owner, long index) {
        long a = meta(pfn);
        Words.setLong(a + FrameMeta.INDEX, index);
        Words.setIntRelease(a + FrameMeta.OWNER, owner == null ? 0 : owner.ownerId());
    }

    /**
     * Makes a new frame a folio that one entry maps: all that {@link #set}, {@link #setOwner} and {@link #addMapCount}
     * would do, in plain stores.
     *
     * <p>Precondition: just allocated, and no other task can reach it before the caller publishes it.
     */
    public void startMapped(int pfn, int flags, FolioOwner owner, long index) {
        long a = meta(pfn);
        // Ordered: who walks without locks may still look at the frame, for a page that it held before.
        Words.setIntRelease(a + FrameMeta.MAP, 1);
        Words.setIntRelease(a + FrameMeta.FLAGS, flags);
        Words.setLong(a + FrameMeta.INDEX, index);
        // Last: whoever finds the frame by its number and sees an owner sees the rest as well.
        Words.setIntRelease(a + FrameMeta.OWNER, owner.ownerId());
    }

    /** How often the frame was freed: a reader that saw another number reads another's frame. */
    public int generation(int pfn) {
        return Words.getIntAcquire(meta(pfn) + FrameMeta.GENERATION) >>> 1;
    }

    /** As {@link #generation}, unannounced: for checks that are no step of any task. */
    public int peekGeneration(int pfn) {
        return Words.peekInt(meta(pfn) + FrameMeta.GENERATION) >>> 1;
    }

    // --- the whole --------------------------------------------------------------------------------------------------

    /** Frames that could be allocated now; exact only while nobody allocates. */
    public int freeFrames() {
        int free = 0;
        for (int z = 0; z < zones.length; z++) {
            free += zones[z].freeFrames();
            for (@Nullable FrameCache[] perCpu : caches) {
                FrameCache cache = perCpu[z];
                free += cache == null ? 0 : cache.count();
            }
        }
        return free;
    }

    /**
     * Frames that {@link #alloc} could give out now to a task on a CPU, from a zone and those below it: what other CPUs keep
     * for themselves is out of its reach.
     */
    public int freeFrames(Zone zone, int cpu) {
        int free = 0;
        for (int z = 0; z <= zone.index; z++) {
            FrameCache cache = caches[cpu][z];
            free += zones[z].freeFrames() + (cache == null ? 0 : cache.count());
        }
        return free;
    }

    /** Frames that were allocated and are not free again; exact only while nobody allocates. */
    public int usedFrames() {
        return config.frames() - config.device() - RESERVED_LOW - freeFrames();
    }

    /** Whether a frame, head or not, is part of an allocated folio. For audits, while nobody allocates. */
    public boolean allocated(int pfn) {
        boolean tail = (Words.peekInt(meta(pfn) + FrameMeta.FLAGS) & FrameFlags.TAIL) != 0;
        int head = deviceFolios.isGiant(pfn)
                ? DeviceFolios.giant(pfn)
                : tail ? Words.peekInt(meta(pfn) + FrameMeta.HEAD) : pfn;
        return pfn >= RESERVED_LOW && Words.peekInt(meta(head) + FrameMeta.REF) != 0;
    }

    /** Calls {@code use} with the ranges of a zone's frames that were ever in use; no others need a look. For audits. */
    public void eachUsed(Zone zone, FrameRange use) {
        if (zone == Zone.DEVICE) {
            deviceFrames.eachUsed(use);
        } else {
            use.range(zoneStart[zone.index], zones[zone.index].highWater());
        }
    }

    /** Bytes of metadata a frame costs. */
    public long bytesPerFrame() {
        return PhysicalMemory.META_BYTES;
    }

    /** Reports each frame whose record contradicts itself, the free lists or the caches. Nobody may allocate meanwhile. */
    public void audit(Consumer<String> findings) {
        new FrameAudit(this, zones, caches, metaBase).run(findings);
    }

    long recordBase() {
        return metaBase;
    }

    boolean isTableNow(int pfn) {
        return (Words.peekInt(meta(pfn) + FrameMeta.FLAGS) & FrameFlags.TABLE) != 0;
    }

    /** A frame's record in words, for reports. */
    public String describe(int pfn) {
        long a = meta(pfn);
        return "frame %d: references %d, mappings %d, flags %s, owner %d, index %d, generation %d"
                .formatted(
                        pfn,
                        Words.peekInt(a + FrameMeta.REF),
                        Words.peekInt(a + FrameMeta.MAP),
                        FrameFlags.describe(Words.peekInt(a + FrameMeta.FLAGS)),
                        Words.peekInt(a + FrameMeta.OWNER),
                        Words.peekLong(a + FrameMeta.INDEX),
                        peekGeneration(pfn));
    }

    /** Gives the memory back. Clears the records of frames that were used, and no others. */
    @Override
    public void close() {
        if (Sync.CONTROLLED) {
            Bytes.rawFill(metaBase, (long) RESERVED_LOW << FrameMeta.SHIFT, (byte) 0);
            for (Buddy zone : zones) {
                Bytes.rawFill(meta(zone.start), (long) (zone.highWater() - zone.start) << FrameMeta.SHIFT, (byte) 0);
            }
            contents.clearDevices();
            deviceFrames.eachUsed(
                    (start, end) -> Bytes.rawFill(meta(start), (long) (end - start) << FrameMeta.SHIFT, (byte) 0));
            if (config.device() > 0) {
                memory.clear(deviceStart, config.device());
            }
        }
        if (swap != null) {
            swap.close();
        }
        memory.recycle();
    }

    /** Controlled mode: a number read where a table or a record was once is a violation, not a wild access. */
    private void requireFrame(int pfn) {
        if (pfn < 0 || pfn > config.frames()) { // The one behind the last bounds a range.
            throw Sync.scheduler()
                    .violation(ViolationKind.NO_FRAME, "frame " + pfn + " does not exist: read from freed memory");
        }
    }

    long meta(int pfn) {
        if (Sync.CONTROLLED) {
            requireFrame(pfn);
        }
        return metaBase + ((long) pfn << FrameMeta.SHIFT);
    }
}
