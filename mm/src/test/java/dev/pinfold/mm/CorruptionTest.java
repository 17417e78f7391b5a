package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.rmap.AnonVmas;
import dev.pinfold.mm.space.Commit;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.space.VmaOps;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.TableVisitor;
import dev.pinfold.mm.table.Tlb;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each kind of contradiction, made on purpose, is found. The machine is thrown away afterwards. */
class CorruptionTest {
    private static final Site SEED = Site.lock("test: seeding a corruption");

    private Machine machine;
    private Task task;
    private TaskContext t;
    private Frames frames;
    private Space space;
    private long anon;
    private long shared;
    private int page;
    private int filePage;

    @BeforeEach
    void build() {
        machine = Machine.of(MachineConfig.defaults());
        task = machine.newTask();
        t = task.context();
        frames = machine.kernel().frames();
        space = t.space();
        anon = task.mmap(0x10000000, 4 * PAGE_SIZE, 3, 0x32, -1, 0);
        int fd = task.memfd("m", 4 * PAGE_SIZE);
        shared = task.mmap(0x20000000, 4 * PAGE_SIZE, 3, 0x11, fd, 0);
        task.fill(anon, 3 * PAGE_SIZE, (byte) 1);
        task.fill(shared, 3 * PAGE_SIZE, (byte) 1);
        page = Pte.pfn(space.tables().entry(anon));
        filePage = Pte.pfn(space.tables().entry(shared));
        machine.check();
        t.enterKernel();
    }

    @AfterEach
    void leave() {
        machine.kernel().frames().memory().close();
    }

    @Test
    void aReferenceTooMany() {
        frames.get(page);
        found("counts 2 references, has 1");
    }

    @Test
    void aMappingTooFew() {
        frames.addMapCount(filePage, -1);
        found("counts 0 mappings, has 1");
    }

    @Test
    void aLeakedFrame() {
        assertThat(frames.alloc(Zone.NORMAL, 0, t.cpuId())).isPositive();
        found("leaked, nobody refers to it");
    }

    @Test
    void anEntryOfAFreeFrame() {
        int free = frames.alloc(Zone.NORMAL, 0, t.cpuId());
        change(anon, e -> Pte.of(free, e & ~Pte.FRAME_MASK));
        frames.put(free, t.cpuId());
        found("maps a free frame");
    }

    @Test
    void anEntryOutsideOfAllMappings() {
        change(anon + 3 * PAGE_SIZE, e -> space.tables().entry(anon));
        found("not found by its anon_vma", "page ");
    }

    @Test
    void anEntryInAHole() {
        long e = space.tables().entry(anon);
        TableCursor c = t.cursor();
        space.writeLock(SEED);
        c.openAt(space.tables(), anon + 8 * PAGE_SIZE, TableCursor.ALLOC);
        c.set(e);
        c.close();
        space.writeUnlock();
        found("no mapping");
    }

    @Test
    void anEntryThatAllowsMoreThanItsMapping() {
        flags(anon, VmFlags.VM_READ | VmFlags.VM_MAY_FLAGS);
        found("writable against the mapping");
    }

    @Test
    void anEntryThatMayBeExecuted() {
        change(anon, e -> e & ~Pte.NX);
        found("executable against the mapping");
    }

    @Test
    void aPresentEntryWhereNothingIsAllowed() {
        flags(anon, VmFlags.VM_MAY_FLAGS);
        found("present where nothing is allowed");
    }

    @Test
    void aWritablePageThatIsNotExclusive() {
        frames.clear(page, FrameFlags.ANON_EXCLUSIVE);
        found("writable and not exclusive");
    }

    @Test
    void anExclusivePageWithTwoMappings() {
        frames.get(page);
        change(anon + 3 * PAGE_SIZE, e -> space.tables().entry(anon));
        frames.addMapCount(page, 1);
        found("exclusive with 2 mappings");
    }

    @Test
    void aZeroPageThatMayBeWritten() {
        t.exitKernel();
        assertThat(task.calls().load(anon + 3 * PAGE_SIZE, 1)).isZero();
        t.enterKernel();
        change(anon + 3 * PAGE_SIZE, e -> e | Pte.WRITE);
        found("zero page writable");
    }

    @Test
    void aMissingAnonymousReverseMap() {
        AnonVmas.unlink(vma(anon));
        found("not found by its anon_vma", "anonymous without an anon_vma");
    }

    @Test
    void aMissingReverseMapOfAFile() {
        Vma v = vma(shared);
        Objects.requireNonNull(v.mapping()).iMmap().remove(v);
        found("its file does not find");
    }

    @Test
    void anotherPageOfTheFile() {
        change(shared, e -> Pte.of(Pte.pfn(space.tables().entry(shared + PAGE_SIZE)), e & ~Pte.FRAME_MASK));
        found("another page than the mapping says");
    }

    @Test
    void aFilePageThatIsRecordedElsewhere() {
        frames.setOwner(filePage, frames.owner(filePage), 77);
        found("is recorded otherwise");
    }

    @Test
    void aStaleTranslation() {
        Tlb tlb = (Tlb) t.cpu().sink();
        tlb.fill(anon + 3 * PAGE_SIZE, frames.address(page), true, 0);
        found("the TLB of cpu");
    }

    @Test
    void aTranslationThatAllowsAWrite() {
        change(shared, e -> e & ~Pte.WRITE);
        found("for writing, the entry is");
    }

    @Test
    void pagesLockedThatAreNot() {
        flags(anon, vma(anon).flags() | VmFlags.VM_LOCKED);
        found("counts 0 pages locked, has 4");
    }

    @Test
    void pagesPromisedThatAreNot() {
        machine.kernel().commit().add(Commit.NO_CPU, 5);
        found("promised 12 pages, has given 7");
    }

    @Test
    void aLockNobodyHolds() {
        frames.set(page, FrameFlags.LOCKED);
        found("locked by nobody");
    }

    @Test
    void aZeroPageThatWasWritten() {
        Bytes.storeByte(frames.address(frames.zeroPfn()) + 100, (byte) 1);
        found("the zero page was written");
    }

    @Test
    void aTableThatIsNotMarkedSo() {
        int[] table = new int[1];
        space.tables().audit(new TableVisitor() {
            @Override
            public void table(int pfn, int level, long base, boolean readOnly) {
                table[0] = pfn;
            }

            @Override
            public void entry(long address, long entry, int in, boolean readOnly) {}
        });
        frames.clear(table[0], FrameFlags.TABLE);
        found("a table at");
    }

    // --- how --------------------------------------------------------------------------------------------------------

    private Vma vma(long at) {
        return Objects.requireNonNull(space.lookup(at));
    }

    private void flags(long at, long flags) {
        space.writeLock(SEED);
        VmaOps.replaceFlags(vma(at), flags);
        space.writeUnlock();
    }

    private void change(long at, LongUnaryOperator how) {
        space.writeLock(SEED);
        TableCursor c = t.cursor();
        c.openAt(space.tables(), at, TableCursor.ALLOC);
        long e = how.applyAsLong(c.get());
        c.exchange(e);
        c.close();
        space.writeUnlock();
    }

    /** One finding at least says one of these. */
    private void found(String... any) {
        List<String> findings = new ArrayList<>();
        machine.check(findings::add);
        assertThat(findings).anyMatch(f -> List.of(any).stream().anyMatch(f::contains));
    }
}
