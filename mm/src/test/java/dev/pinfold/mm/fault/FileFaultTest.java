package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.fault.FaultRig.BASE;
import static dev.pinfold.mm.fault.FaultRig.RW;
import static dev.pinfold.mm.fault.FaultRig.SHARED;
import static dev.pinfold.mm.fault.FaultRig.entries;
import static dev.pinfold.mm.fault.FaultRig.load;
import static dev.pinfold.mm.fault.FaultRig.map;
import static dev.pinfold.mm.fault.FaultRig.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.file.FileOps;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** File mappings: who sees whose stores, what is mapped around a page, and the end of the file. */
class FileFaultTest {

    @Test
    void sharedMappingsOfAFileAreOneMemory() {
        for (boolean tmpfs : new boolean[] {true, false}) {
            try (FaultRig rig = new FaultRig(512)) {
                OpenFile f = open(rig, 64, tmpfs);
                map(rig.a, BASE, 64, RW | SHARED, f, 0);
                map(rig.a, BASE + 64 * PAGE_SIZE, 4, RW | SHARED, f, 2);
                assertThat(load(rig.a, BASE + 2 * PAGE_SIZE)).isZero();
                assertThat(store(rig.a, BASE + 64 * PAGE_SIZE, 17)).isZero();
                assertThat(load(rig.a, BASE + 2 * PAGE_SIZE)).isEqualTo(17);
                TaskContext b = rig.fork(rig.a);
                assertThat(entries(b, BASE + 2 * PAGE_SIZE, 1)).isEqualTo("-");
                store(b, BASE + 2 * PAGE_SIZE, 18);
                assertThat(load(rig.a, BASE + 64 * PAGE_SIZE)).isEqualTo(18);
                close(rig, f);
            }
        }
    }

    @Test
    void aPrivateMappingSeesTheFileUntilItsFirstStore() {
        for (boolean tmpfs : new boolean[] {true, false}) {
            try (FaultRig rig = new FaultRig(512)) {
                OpenFile f = open(rig, 8, tmpfs);
                map(rig.a, BASE, 8, RW | SHARED, f, 0);
                map(rig.a, BASE + 8 * PAGE_SIZE, 8, RW, f, 0);
                store(rig.a, BASE, 1);
                assertThat(load(rig.a, BASE + 8 * PAGE_SIZE)).isEqualTo(1);
                store(rig.a, BASE, 2);
                assertThat(load(rig.a, BASE + 8 * PAGE_SIZE)).isEqualTo(2);
                store(rig.a, BASE + 8 * PAGE_SIZE, 3);
                store(rig.a, BASE, 4);
                assertThat(load(rig.a, BASE + 8 * PAGE_SIZE)).isEqualTo(3);
                assertThat(load(rig.a, BASE)).isEqualTo(4);
                store(rig.a, BASE + 9 * PAGE_SIZE, 5);
                assertThat(load(rig.a, BASE + PAGE_SIZE)).isZero();
                close(rig, f);
            }
        }
    }

    @Test
    void aLoadMapsWhatIsCachedInItsWindow() {
        try (FaultRig rig = new FaultRig(512)) {
            OpenFile f = open(rig, 64, true);
            map(rig.a, BASE, 64, RW | SHARED, f, 0);
            for (int i : new int[] {5, 6, 7, 20}) {
                store(rig.a, BASE + i * PAGE_SIZE, 1);
            }
            FaultRig.unmap(rig.a, BASE, 64);
            map(rig.a, BASE, 64, RW | SHARED, f, 0);
            assertThat(load(rig.a, BASE + 8 * PAGE_SIZE)).isZero();
            assertThat(entries(rig.a, BASE, 24)).isEqualTo("-----WWWW---------------");
            close(rig, f);
        }
    }

    @Test
    void beyondTheEndIsABusError() {
        for (boolean tmpfs : new boolean[] {true, false}) {
            try (FaultRig rig = new FaultRig(512)) {
                OpenFile f = open(rig, 4, tmpfs);
                map(rig.a, BASE, 8, RW | SHARED, f, 0);
                map(rig.a, BASE + 8 * PAGE_SIZE, 8, RW, f, 0);
                assertThat(load(rig.a, BASE + 4 * PAGE_SIZE)).isEqualTo(-Fault.ADRERR);
                assertThat(store(rig.a, BASE + 12 * PAGE_SIZE, 1)).isEqualTo(Fault.ADRERR);
                store(rig.a, BASE + 3 * PAGE_SIZE, 1);
                store(rig.a, BASE + 11 * PAGE_SIZE, 2);
                store(rig.a, BASE + 2 * PAGE_SIZE + 100, 1);
                rig.a.enterKernel();
                assertThat(FileOps.ftruncate(rig.a, f, 2 * PAGE_SIZE + 50)).isZero();
                rig.a.exitKernel();
                assertThat(load(rig.a, BASE + 3 * PAGE_SIZE)).isEqualTo(-Fault.ADRERR);
                // The private copy beyond the end goes as well.
                assertThat(load(rig.a, BASE + 11 * PAGE_SIZE)).isEqualTo(-Fault.ADRERR);
                assertThat(load(rig.a, BASE + 2 * PAGE_SIZE + 100)).isZero();
                close(rig, f);
            }
        }
    }

    private static OpenFile open(FaultRig rig, int pages, boolean tmpfs) {
        String path = tmpfs ? "/dev/shm/data" : "/data";
        assertThat(rig.kernel.files().declare(path, pages * PAGE_SIZE, tmpfs)).isZero();
        return Objects.requireNonNull(
                rig.kernel.files().open(rig.a, path, FileFlags.O_RDWR, 0, true).file());
    }

    private static void close(FaultRig rig, OpenFile f) {
        rig.a.enterKernel();
        f.put(rig.a);
        rig.a.exitKernel();
    }
}
