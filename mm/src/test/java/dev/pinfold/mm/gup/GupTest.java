package dev.pinfold.mm.gup;

import static dev.pinfold.mm.abi.Foll.FOLL_ANON;
import static dev.pinfold.mm.abi.Foll.FOLL_DUMP;
import static dev.pinfold.mm.abi.Foll.FOLL_FORCE;
import static dev.pinfold.mm.abi.Foll.FOLL_GET;
import static dev.pinfold.mm.abi.Foll.FOLL_LONGTERM;
import static dev.pinfold.mm.abi.Foll.FOLL_NOFAULT;
import static dev.pinfold.mm.abi.Foll.FOLL_PCI_P2PDMA;
import static dev.pinfold.mm.abi.Foll.FOLL_PIN;
import static dev.pinfold.mm.abi.Foll.FOLL_WRITE;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.fault.FaultRig.BASE;
import static dev.pinfold.mm.fault.FaultRig.NONE;
import static dev.pinfold.mm.fault.FaultRig.R;
import static dev.pinfold.mm.fault.FaultRig.RW;
import static dev.pinfold.mm.fault.FaultRig.SHARED;
import static dev.pinfold.mm.fault.FaultRig.load;
import static dev.pinfold.mm.fault.FaultRig.map;
import static dev.pinfold.mm.fault.FaultRig.store;
import static dev.pinfold.mm.fault.FaultRig.unmap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.fault.FaultRig;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.frame.FrameConfig;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.PinCount;
import dev.pinfold.mm.frame.PinCounts;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.table.Pte;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Getting and pinning: which page, which count, which refusal. */
class GupTest {
    static List<PinCount> counts() {
        return PinCounts.POINT.choices();
    }

    private static FaultRig rig(PinCount pins) {
        return new FaultRig(new Frames(FrameConfig.of(2, 1024), pins), true);
    }

    private static long pin(TaskContext t, long start, int n, int flags, int[] pages) {
        t.enterKernel();
        long r = Gup.pinUserPages(t, start, n, flags, pages, 0);
        t.exitKernel();
        return r;
    }

    private static long pinFast(TaskContext t, long start, int n, int flags, int[] pages) {
        t.enterKernel();
        long r = Gup.pinUserPagesFast(t, start, n, flags, pages, 0);
        t.exitKernel();
        return r;
    }

    private static long fastOnly(TaskContext t, long start, int n, int flags, int[] pages) {
        t.enterKernel();
        long r = Gup.getUserPagesFastOnly(t, start, n, flags, pages, 0);
        t.exitKernel();
        return r;
    }

    private static void unpin(TaskContext t, int[] pages, int n) {
        t.enterKernel();
        Pins.unpinAll(t, pages, 0, n);
        t.exitKernel();
    }

    private static void put(TaskContext t, int[] pages, int n) {
        t.enterKernel();
        Pins.putAll(t, pages, 0, n);
        t.exitKernel();
    }

    @ParameterizedTest
    @MethodSource("counts")
    void aPinHoldsThePageBeyondItsMapping(PinCount count) {
        try (FaultRig rig = rig(count)) {
            Frames frames = rig.kernel.frames();
            map(rig.a, BASE, 8, RW);
            int[] pages = new int[8];
            assertThat(pin(rig.a, BASE + 5, 8, FOLL_WRITE, pages)).isEqualTo(8);
            int[] fast = new int[8];
            assertThat(pinFast(rig.a, BASE, 8, FOLL_WRITE, fast)).isEqualTo(8);
            assertThat(fast).isEqualTo(pages);
            for (int i = 0; i < 8; i++) {
                assertThat(pages[i]).isEqualTo(Pte.pfn(FaultRig.entry(rig.a, BASE + i * PAGE_SIZE)));
                assertThat(count.maybePinned(frames, pages[i], 1)).isTrue();
            }
            unpin(rig.a, fast, 8);
            unmap(rig.a, BASE, 8);
            assertThat(frames.allocated(pages[3])).isTrue();
            assertThat(count.maybePinned(frames, pages[3], 0)).isTrue();
            Bytes.storeByte(frames.address(pages[3]), (byte) 1);
            unpin(rig.a, pages, 8);
            assertThat(frames.allocated(pages[3])).isFalse();
        }
    }

    @Test
    void flagsThatCannotBeMeantAreRefused() {
        try (FaultRig rig = new FaultRig(256)) {
            map(rig.a, BASE, 1, RW);
            int[] p = new int[1];
            TaskContext t = rig.a;
            t.enterKernel();
            assertThat(Gup.getUserPages(t, BASE, 1, FOLL_GET | FOLL_PIN, p, 0)).isEqualTo(-Errno.EINVAL);
            assertThat(Gup.pinUserPages(t, BASE, 1, FOLL_GET, p, 0)).isEqualTo(-Errno.EINVAL);
            assertThat(Gup.getUserPages(t, BASE, 1, FOLL_LONGTERM, p, 0)).isEqualTo(-Errno.EINVAL);
            assertThat(Gup.getUserPagesFast(t, BASE, 1, FOLL_LONGTERM, p, 0)).isEqualTo(-Errno.EINVAL);
            assertThat(Gup.getUserPages(t, BASE, 1, FOLL_GET, null, 0)).isEqualTo(-Errno.EINVAL);
            assertThat(Gup.pinUserPages(t, BASE, 1, FOLL_LONGTERM | FOLL_PCI_P2PDMA, p, 0))
                    .isEqualTo(-Errno.EINVAL);
            assertThat(Gup.getUserPagesFast(t, BASE, 1, FOLL_DUMP, p, 0)).isEqualTo(-Errno.EINVAL);
            assertThat(Gup.getUserPagesFast(t, BASE, -1, 0, p, 0)).isEqualTo(-Errno.EOVERFLOW);
            assertThat(Gup.getUserPagesFast(t, 0x7fff_ffff_f000L, 2, 0, p, 0)).isEqualTo(-Errno.EFAULT);
            assertThat(Gup.getUserPages(t, BASE, 0, 0, p, 0)).isZero();
            t.exitKernel();
        }
    }

    @Test
    void whatCannotBeHadEndsTheList() {
        try (FaultRig rig = new FaultRig(512)) {
            map(rig.a, BASE, 2, RW);
            map(rig.a, BASE + 3 * PAGE_SIZE, 1, R);
            int[] p = new int[8];
            assertThat(pin(rig.a, BASE, 8, FOLL_WRITE, p)).isEqualTo(2);
            unpin(rig.a, p, 2);
            assertThat(pinFast(rig.a, BASE, 8, 0, p)).isEqualTo(2);
            unpin(rig.a, p, 2);
            assertThat(pin(rig.a, BASE + 2 * PAGE_SIZE, 1, 0, p)).isEqualTo(-Errno.EFAULT);
            assertThat(pin(rig.a, BASE + 3 * PAGE_SIZE, 1, FOLL_WRITE, p)).isEqualTo(-Errno.EFAULT);
            assertThat(pin(rig.a, -PAGE_SIZE, 1, 0, p)).isEqualTo(-Errno.EFAULT);
            assertThat(pin(rig.a, BASE + 3 * PAGE_SIZE, 1, FOLL_NOFAULT, p)).isEqualTo(-Errno.EFAULT);
            rig.a.enterKernel();
            assertThat(Gup.getUserPages(rig.a, BASE + 3 * PAGE_SIZE, 1, FOLL_DUMP, p, 0))
                    .isEqualTo(-Errno.EFAULT);
            rig.a.exitKernel();
        }
    }

    @Test
    void onlyForceReadsWhereNobodyMayRead() {
        try (FaultRig rig = new FaultRig(512)) {
            map(rig.a, BASE, 1, RW);
            store(rig.a, BASE, 7);
            map(rig.a, BASE + PAGE_SIZE, 1, NONE);
            int[] p = new int[1];
            assertThat(pin(rig.a, BASE + PAGE_SIZE, 1, 0, p)).isEqualTo(-Errno.EFAULT);
            assertThat(pin(rig.a, BASE + PAGE_SIZE, 1, FOLL_FORCE, p)).isEqualTo(1);
            unpin(rig.a, p, 1);
            assertThat(pin(rig.a, BASE + PAGE_SIZE, 1, FOLL_FORCE | FOLL_WRITE, p))
                    .isEqualTo(1);
            Bytes.storeByte(rig.kernel.frames().address(p[0]), (byte) 9);
            unpin(rig.a, p, 1);
            assertThat(load(rig.a, BASE + PAGE_SIZE)).isEqualTo(-dev.pinfold.mm.fault.Fault.ACCERR);
        }
    }

    @Test
    void thePageOfZerosIsHandedOutUncountedAndReplacedForALongTime() {
        try (FaultRig rig = new FaultRig(512)) {
            Frames frames = rig.kernel.frames();
            map(rig.a, BASE, 1, RW);
            int[] p = new int[1];
            assertThat(pin(rig.a, BASE, 1, 0, p)).isEqualTo(1);
            assertThat(p[0]).isEqualTo(frames.zeroPfn());
            unpin(rig.a, p, 1);
            assertThat(frames.refCount(frames.zeroPfn())).isZero();
            assertThat(fastOnly(rig.a, BASE, 1, 0, p)).isZero();
            assertThat(pin(rig.a, BASE, 1, FOLL_LONGTERM, p)).isEqualTo(1);
            assertThat(p[0]).isNotEqualTo(frames.zeroPfn());
            store(rig.a, BASE, 5);
            assertThat(Bytes.loadByte(frames.address(p[0]))).isEqualTo((byte) 5);
            unpin(rig.a, p, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReadOnlyPinMakesASharedPageItsOwnFirst(boolean fast) {
        for (boolean share : new boolean[] {true, false}) {
            try (FaultRig rig = new FaultRig(512, share)) {
                Frames frames = rig.kernel.frames();
                map(rig.a, BASE, 1, RW);
                store(rig.a, BASE, 1);
                TaskContext child = rig.fork(rig.a);
                int[] p = new int[1];
                assertThat(fast ? pinFast(rig.a, BASE, 1, 0, p) : pin(rig.a, BASE, 1, 0, p))
                        .isEqualTo(1);
                assertThat(frames.test(p[0], FrameFlags.ANON_EXCLUSIVE)).isTrue();
                store(rig.a, BASE, 2);
                assertThat(Bytes.loadByte(frames.address(p[0]))).isEqualTo((byte) 2);
                assertThat(load(child, BASE)).isEqualTo(1);
                unpin(rig.a, p, 1);
            }
        }
    }

    @Test
    void aReferenceDoesNotCare() {
        try (FaultRig rig = new FaultRig(512)) {
            map(rig.a, BASE, 1, RW);
            store(rig.a, BASE, 1);
            TaskContext child = rig.fork(rig.a);
            int[] p = new int[1];
            assertThat(fastOnly(rig.a, BASE, 1, 0, p)).isEqualTo(1);
            assertThat(p[0]).isEqualTo(Pte.pfn(FaultRig.entry(child, BASE)));
            put(rig.a, p, 1);
            assertThat(fastOnly(rig.a, BASE, 1, FOLL_WRITE, p)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("counts")
    void forkCopiesWhatIsPinnedAndThePinStaysTheParents(PinCount count) {
        for (boolean share : new boolean[] {true, false}) {
            try (FaultRig rig = new FaultRig(new Frames(FrameConfig.of(2, 1024), count), share)) {
                Frames frames = rig.kernel.frames();
                map(rig.a, BASE, 4, RW);
                for (int i = 0; i < 4; i++) {
                    store(rig.a, BASE + i * PAGE_SIZE, i + 1);
                }
                int[] p = new int[1];
                assertThat(pinFast(rig.a, BASE + PAGE_SIZE, 1, FOLL_WRITE, p)).isEqualTo(1);
                TaskContext child = rig.fork(rig.a);
                Bytes.storeByte(frames.address(p[0]), (byte) 77);
                assertThat(load(rig.a, BASE + PAGE_SIZE)).isEqualTo(77);
                assertThat(load(child, BASE + PAGE_SIZE)).isEqualTo(2);
                store(rig.a, BASE + PAGE_SIZE, 78);
                assertThat(Bytes.loadByte(frames.address(p[0]))).isEqualTo((byte) 78);
                store(child, BASE + PAGE_SIZE, 3);
                store(child, BASE, 9);
                assertThat(load(rig.a, BASE)).isEqualTo(1);
                assertThat(Bytes.loadByte(frames.address(p[0]))).isEqualTo((byte) 78);
                unpin(rig.a, p, 1);
            }
        }
    }

    @Test
    void forceWritesACopyAndNeverTheFile() {
        try (FaultRig rig = new FaultRig(512)) {
            for (boolean tmpfs : new boolean[] {true, false}) {
                OpenFile f = open(rig, tmpfs ? "/dev/shm/f" : "/f", tmpfs);
                map(rig.a, BASE, 1, R, f, 0);
                map(rig.a, BASE + PAGE_SIZE, 1, R | SHARED, f, 0);
                int[] p = new int[1];
                assertThat(pin(rig.a, BASE + PAGE_SIZE, 1, FOLL_WRITE | FOLL_FORCE, p))
                        .isEqualTo(-Errno.EFAULT);
                assertThat(pin(rig.a, BASE, 1, FOLL_WRITE, p)).isEqualTo(-Errno.EFAULT);
                assertThat(pin(rig.a, BASE, 1, FOLL_WRITE | FOLL_FORCE, p)).isEqualTo(1);
                Bytes.storeByte(rig.kernel.frames().address(p[0]), (byte) 66);
                unpin(rig.a, p, 1);
                assertThat(load(rig.a, BASE)).isEqualTo(66);
                assertThat(load(rig.a, BASE + PAGE_SIZE)).isZero();
                unmap(rig.a, BASE, 2);
                close(rig, f);
            }
        }
    }

    @Test
    void aLongTermPinMustNotWriteAFileThatIsWrittenBack() {
        try (FaultRig rig = new FaultRig(512)) {
            OpenFile disk = open(rig, "/f", false);
            OpenFile tmpfs = open(rig, "/dev/shm/f", true);
            map(rig.a, BASE, 1, RW | SHARED, disk, 0);
            map(rig.a, BASE + PAGE_SIZE, 1, RW | SHARED, tmpfs, 0);
            map(rig.a, BASE + 2 * PAGE_SIZE, 1, RW, disk, 0);
            int[] p = new int[1];
            int longWrite = FOLL_LONGTERM | FOLL_WRITE;
            assertThat(pin(rig.a, BASE, 1, longWrite, p)).isEqualTo(-Errno.EFAULT);
            assertThat(pin(rig.a, BASE, 1, FOLL_WRITE, p)).isEqualTo(1);
            unpin(rig.a, p, 1);
            // The entry is there and writable now; the fast way looks at the file as well.
            assertThat(pinFast(rig.a, BASE, 1, longWrite, p)).isEqualTo(-Errno.EFAULT);
            assertThat(pin(rig.a, BASE, 1, FOLL_LONGTERM, p)).isEqualTo(1);
            unpin(rig.a, p, 1);
            assertThat(pinFast(rig.a, BASE + PAGE_SIZE, 1, longWrite, p)).isEqualTo(1);
            unpin(rig.a, p, 1);
            assertThat(pinFast(rig.a, BASE + PAGE_SIZE, 1, longWrite, p)).isEqualTo(1);
            unpin(rig.a, p, 1);
            // Read-only, for long, of a private mapping of a file: a page of its own.
            assertThat(pinFast(rig.a, BASE + 2 * PAGE_SIZE, 1, FOLL_LONGTERM, p))
                    .isEqualTo(1);
            assertThat(rig.kernel.frames().test(p[0], FrameFlags.ANON)).isTrue();
            unpin(rig.a, p, 1);
            rig.a.enterKernel();
            assertThat(Gup.getUserPages(rig.a, BASE, 1, FOLL_ANON, p, 0)).isEqualTo(-Errno.EFAULT);
            rig.a.exitKernel();
            unmap(rig.a, BASE, 3);
            close(rig, disk);
            close(rig, tmpfs);
        }
    }

    @Test
    void aPageStaysDirtyWhileADeviceMayWriteToIt() {
        try (FaultRig rig = new FaultRig(512)) {
            Frames frames = rig.kernel.frames();
            OpenFile f = open(rig, "/f", false);
            map(rig.a, BASE, 1, RW | SHARED, f, 0);
            int[] p = new int[1];
            assertThat(pin(rig.a, BASE, 1, FOLL_WRITE, p)).isEqualTo(1);
            rig.a.enterKernel();
            assertThat(f.mapping().sync(rig.a, 0, Long.MAX_VALUE)).isZero();
            // While a device may write to it, a copy is written back and the page stays dirty.
            assertThat(frames.test(p[0], FrameFlags.DIRTY)).isTrue();
            rig.a.exitKernel();
            unpin(rig.a, p, 1);
            rig.a.enterKernel();
            assertThat(f.mapping().sync(rig.a, 0, Long.MAX_VALUE)).isZero();
            assertThat(frames.test(p[0], FrameFlags.DIRTY)).isFalse();
            rig.a.exitKernel();
            assertThat(pin(rig.a, BASE, 1, 0, p)).isEqualTo(1);
            rig.a.enterKernel();
            // Pinned for reading only, whatever is said when it goes: the file gave no leave to change the page.
            Pins.unpinDirty(rig.a, p, 0, 1, true);
            assertThat(frames.test(p[0], FrameFlags.DIRTY)).isFalse();
            rig.a.exitKernel();
            unmap(rig.a, BASE, 1);
            close(rig, f);
        }
    }

    private static OpenFile open(FaultRig rig, String path, boolean tmpfs) {
        rig.a.enterKernel();
        assertThat(rig.kernel.files().declare(path, 8 * PAGE_SIZE, tmpfs)).isZero();
        var opened = rig.kernel.files().open(rig.a, path, FileFlags.O_RDWR, 0, true);
        rig.a.exitKernel();
        return Objects.requireNonNull(opened.file());
    }

    private static void close(FaultRig rig, OpenFile f) {
        rig.a.enterKernel();
        f.put(rig.a);
        rig.a.exitKernel();
    }
}
