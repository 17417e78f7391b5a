package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.fault.FaultRig.BASE;
import static dev.pinfold.mm.fault.FaultRig.R;
import static dev.pinfold.mm.fault.FaultRig.RW;
import static dev.pinfold.mm.fault.FaultRig.W;
import static dev.pinfold.mm.fault.FaultRig.X;
import static dev.pinfold.mm.fault.FaultRig.entries;
import static dev.pinfold.mm.fault.FaultRig.exec;
import static dev.pinfold.mm.fault.FaultRig.load;
import static dev.pinfold.mm.fault.FaultRig.map;
import static dev.pinfold.mm.fault.FaultRig.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.table.Access;
import dev.pinfold.mm.table.Pte;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an access finds in private memory, and which signal it gets; each as Linux 6.18 on x86-64 was seen to do it. */
class FaultTest {

    @Test
    void aLoadFindsZeroesAndAStoreIsSeen() {
        try (FaultRig rig = new FaultRig(256)) {
            map(rig.a, BASE, 4, RW);
            int before = rig.kernel.frames().usedFrames();
            assertThat(load(rig.a, BASE)).isZero();
            assertThat(Pte.special(FaultRig.entry(rig.a, BASE))).isTrue();
            assertThat(store(rig.a, BASE, 42)).isZero();
            assertThat(load(rig.a, BASE)).isEqualTo(42);
            assertThat(store(rig.a, BASE + PAGE_SIZE, 43)).isZero();
            assertThat(load(rig.a, BASE + PAGE_SIZE)).isEqualTo(43);
            assertThat(entries(rig.a, BASE, 4)).isEqualTo("WW--");
            // Two pages, and the three tables on the way to them.
            assertThat(rig.kernel.frames().usedFrames()).isEqualTo(before + 5);
            assertThat(rig.count(FaultKind.ZERO_PAGE)).isEqualTo(1);
            assertThat(rig.count(FaultKind.COPY_ON_WRITE)).isEqualTo(1);
            assertThat(rig.count(FaultKind.ANONYMOUS)).isEqualTo(1);
        }
    }

    @Test
    void anyRightLetsALoadThrough() {
        try (FaultRig rig = new FaultRig(256)) {
            map(rig.a, BASE, 1, W);
            assertThat(load(rig.a, BASE)).isZero();
            assertThat(store(rig.a, BASE, 1)).isZero();
            map(rig.a, BASE + PAGE_SIZE, 1, X);
            assertThat(load(rig.a, BASE + PAGE_SIZE)).isZero();
            assertThat(exec(rig.a, BASE + PAGE_SIZE)).isZero();
            assertThat(store(rig.a, BASE + PAGE_SIZE, 1)).isEqualTo(Fault.ACCERR);
        }
    }

    @Test
    void aFetchFromMemoryThatMayNotBeExecutedMapsThePageAndIsRefused() {
        try (FaultRig rig = new FaultRig(256)) {
            map(rig.a, BASE, 2, RW);
            assertThat(exec(rig.a, BASE)).isEqualTo(Fault.ACCERR);
            assertThat(entries(rig.a, BASE, 2)).isEqualTo("P-");
        }
    }

    @Test
    void refusalsSayWhy() {
        try (FaultRig rig = new FaultRig(256)) {
            map(rig.a, BASE, 1, R);
            assertThat(store(rig.a, BASE, 1)).isEqualTo(Fault.ACCERR);
            assertThat(entries(rig.a, BASE, 1)).isEqualTo("-");
            map(rig.a, BASE + PAGE_SIZE, 1, FaultRig.NONE);
            assertThat(load(rig.a, BASE + PAGE_SIZE)).isEqualTo(-Fault.ACCERR);
            assertThat(exec(rig.a, BASE + PAGE_SIZE)).isEqualTo(Fault.ACCERR);
            assertThat(load(rig.a, BASE + 2 * PAGE_SIZE)).isEqualTo(-Fault.MAPERR);
            assertThat(rig.a.faultAddress).isEqualTo(BASE + 2 * PAGE_SIZE);
            assertThat(load(rig.a, 0)).isEqualTo(-Fault.MAPERR);
            for (long beyond : new long[] {0x7ffffffff000L, 0xffff800000000000L, 0xfffffffffffffff0L}) {
                assertThat(load(rig.a, beyond)).isEqualTo(-Fault.MAPERR);
                assertThat(store(rig.a, beyond, 1)).isEqualTo(Fault.MAPERR);
            }
            for (long odd : new long[] {0x800000000000L, 0x8000000000000000L}) {
                assertThat(load(rig.a, odd)).isEqualTo(-Fault.SEGV_KERNEL);
                assertThat(rig.a.faultAddress).isZero();
            }
        }
    }

    @Test
    void anAccessThatStraddlesFaultsBeforeAnyByteChanges() {
        try (FaultRig rig = new FaultRig(256)) {
            map(rig.a, BASE, 1, RW);
            store(rig.a, BASE + PAGE_SIZE - 1, 7);
            rig.a.fault = 0;
            UserAccess.store(rig.a, BASE + PAGE_SIZE - 4, -1, 8);
            assertThat(rig.a.fault).isEqualTo(Fault.MAPERR);
            assertThat(rig.a.faultAddress).isEqualTo(BASE + PAGE_SIZE);
            assertThat(load(rig.a, BASE + PAGE_SIZE - 1)).isEqualTo(7);
        }
    }

    @Test
    void aForkIsTwoMemoriesFromThenOn() {
        forkIsTwoMemories(true);
    }

    @Test
    void aForkThatCopiesTablesIsTheSame() {
        forkIsTwoMemories(false);
    }

    private static void forkIsTwoMemories(boolean share) {
        try (FaultRig rig = new FaultRig(8192, share)) {
            int pages = 1500;
            map(rig.a, BASE, pages, RW);
            for (int i = 0; i < pages; i++) {
                store(rig.a, BASE + i * PAGE_SIZE, i & 0x7f);
            }
            TaskContext b = rig.fork(rig.a);
            TaskContext c = rig.fork(b);
            for (int i = 0; i < pages; i += 3) {
                store(rig.a, BASE + i * PAGE_SIZE, 200);
            }
            for (int i = 1; i < pages; i += 3) {
                store(b, BASE + i * PAGE_SIZE, 201);
            }
            for (int i = 0; i < pages; i++) {
                long at = BASE + i * PAGE_SIZE;
                assertThat(load(rig.a, at)).isEqualTo(i % 3 == 0 ? 200 : i & 0x7f);
                assertThat(load(b, at)).isEqualTo(i % 3 == 1 ? 201 : i & 0x7f);
                assertThat(load(c, at)).isEqualTo(i & 0x7f);
            }
            rig.exit(b);
            rig.exit(c);
            // Alone again: pages are used in place.
            long copies = rig.count(FaultKind.COPY_ON_WRITE);
            for (int i = 0; i < pages; i++) {
                store(rig.a, BASE + i * PAGE_SIZE, 1);
            }
            assertThat(rig.count(FaultKind.COPY_ON_WRITE)).isEqualTo(copies);
        }
    }

    @Test
    void anUnmappedPageIsGoneForTheTaskAndNotForItsChild() {
        try (FaultRig rig = new FaultRig(512)) {
            map(rig.a, BASE, 3, RW);
            store(rig.a, BASE + PAGE_SIZE, 5);
            TaskContext b = rig.fork(rig.a);
            FaultRig.unmap(rig.a, BASE + PAGE_SIZE, 1);
            assertThat(load(rig.a, BASE + PAGE_SIZE)).isEqualTo(-Fault.MAPERR);
            assertThat(load(b, BASE + PAGE_SIZE)).isEqualTo(5);
        }
    }

    @Test
    void whatForkDoesNotCopy() {
        try (FaultRig rig = new FaultRig(512)) {
            map(rig.a, BASE, 1, RW | VmFlags.VM_DONTCOPY);
            map(rig.a, BASE + PAGE_SIZE, 1, RW | VmFlags.VM_WIPEONFORK);
            map(rig.a, BASE + 2 * PAGE_SIZE, 1, RW | VmFlags.VM_LOCKED);
            for (int i = 0; i < 3; i++) {
                store(rig.a, BASE + i * PAGE_SIZE, 9);
            }
            TaskContext b = rig.fork(rig.a);
            assertThat(load(b, BASE)).isEqualTo(-Fault.MAPERR);
            assertThat(load(b, BASE + PAGE_SIZE)).isZero();
            assertThat(load(b, BASE + 2 * PAGE_SIZE)).isEqualTo(9);
            assertThat(b.space().lookup(BASE + 2 * PAGE_SIZE)).matches(v -> v != null && !v.has(VmFlags.VM_LOCKED));
            assertThat(load(rig.a, BASE + PAGE_SIZE)).isEqualTo(9);
        }
    }

    @Test
    void aStackGrowsUpToTheGuardGap() {
        try (FaultRig rig = new FaultRig(4096)) {
            long top = BASE + 1024L * PAGE_SIZE;
            map(rig.a, top - PAGE_SIZE, 1, RW | VmFlags.VM_GROWSDOWN);
            map(rig.a, BASE, 1, RW);
            assertThat(store(rig.a, top - 10 * PAGE_SIZE, 1)).isZero();
            assertThat(store(rig.a, BASE + 256L * PAGE_SIZE, 1)).isEqualTo(Fault.MAPERR);
            assertThat(store(rig.a, BASE + 257L * PAGE_SIZE, 1)).isZero();
            assertThat(rig.count(FaultKind.STACK)).isEqualTo(2);
        }
    }

    @Test
    void withoutAFrameTheTaskIsKilledAndTheMachineGoesOn() {
        try (FaultRig rig = new FaultRig(64)) {
            map(rig.a, BASE, 100, RW);
            int i = 0;
            long outcome = 0;
            while (outcome == 0) {
                outcome = store(rig.a, BASE + i++ * PAGE_SIZE, 1);
            }
            assertThat(outcome).isEqualTo(Fault.OOM_KILL);
            FaultRig.unmap(rig.a, BASE, 50);
            assertThat(store(rig.a, BASE + 99L * PAGE_SIZE, 1)).isZero();
        }
    }

    @Test
    void aFaultInsideAnotherLeavesItAsItWas() {
        try (FaultRig rig = new FaultRig(256)) {
            map(rig.a, BASE, 4, RW);
            VmFault outer = rig.a
                    .beginFault(BASE + 5, Access.READ)
                    .in(Objects.requireNonNull(rig.a.space().find(BASE)), true);
            outer.saw(7);
            assertThat(store(rig.a, BASE + PAGE_SIZE, 42)).isZero();
            VmFault inner = rig.a.beginFault(BASE + 2 * PAGE_SIZE, Access.WRITE);
            assertThat(inner).isNotSameAs(outer);
            inner.askUnshared();
            inner.end();
            assertThat(outer.address()).isEqualTo(BASE + 5);
            assertThat(outer.page()).isEqualTo(BASE);
            assertThat(outer.access()).isEqualTo(Access.READ);
            assertThat(outer.entry()).isEqualTo(7);
            assertThat(outer.unshare()).isFalse();
            assertThat(outer.vmaLockOnly()).isTrue();
            assertThat(outer.vma().start()).isEqualTo(BASE);
            outer.end();
            assertThat(rig.a.beginFault(BASE, Access.EXEC)).isSameAs(outer);
            assertThat(outer.vmaLockOnly()).isFalse();
            outer.end();
        }
    }
}
