package dev.pinfold.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices with memory: what stays when a machine ends, and what each way of holding a device does. */
class DeviceWorkloadsTest {
    private static void run(String text, Design design) throws WorkloadException {
        assertThat(WorkloadRun.run(Workload.of("t", text), (c, d) -> Machine.of(c, design), () -> {})
                        .differences())
                .isEmpty();
    }

    @Test
    void whatADeviceHoldsIsThereWhenTheNextMachineOpensIt(@TempDir Path folder) throws WorkloadException {
        String device = "device(\"pmem0\", size=8M, path=\"" + folder.resolve("pmem") + "\")\n";
        run(device + """
                        A file("/pmem0/data", 3M) = f
                        A mmap(NULL, 3M, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
                        A fill(a, 2M, 7)
                        A store(a+0x280000, 8)
                        A open("/pmem0/other", O_RDWR|O_CREAT, 0600) = g
                        A write(g, "hello", 5) = 5
                        A open("/pmem0/gone", O_RDWR|O_CREAT, 0600) = h
                        A write(h, "x", 1) = 1
                        A unlink("/pmem0/gone") = 0
                        """, Design.defaults());
        run(device + """
                        A open("/pmem0/data", O_RDONLY) = f
                        A mmap(NULL, 3M, PROT_READ, MAP_SHARED, f, 0) = a
                        A check(a, 2M, 7)
                        A load(a+0x200000) = 0
                        A load(a+0x280000) = 8
                        A open("/pmem0/other", O_RDWR) = g
                        A read(g, "hello", 5) = 5
                        A open("/pmem0/gone", O_RDWR) = -1 ENOENT
                        A ftruncate(g, 0) = 0
                        """, Design.defaults());
        run(device + """
                        A open("/pmem0/other", O_RDWR) = g
                        A lseek(g, 0, SEEK_END) = 0
                        A open("/pmem0/data", O_RDWR) = f
                        A pread64(f, "\\7", 1, 0x1fffff) = 1
                        """, Design.defaults());
    }

    @ParameterizedTest
    @CsvSource({"folio,revoke", "folio,wait", "per-page,revoke", "per-page,wait", "per-mapping,wait"})
    void aDeviceThatLeavesWaitsForWhoHoldsIt(String pin, String unbind) throws WorkloadException {
        run("""
                device("pmem0", size=4M)
                A file("/pmem0/data", 8K) = f
                A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
                A store(a, 1)
                A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
                concurrently:
                T pin_user_pages_fast(a, 2, FOLL_WRITE) = p
                T dma_write(p, 2)
                T unpin_user_pages(p)
                T munmap(a, 8K) = 0
                A getpid() = done
                finally:
                A unbind("pmem0") = 0
                A memremap_pages("pmem0") = 0
                A pread64(f, "\\2", 1, 0) = 1
                """, Design.defaults().with("DEVICE_PIN", pin).with("UNBIND", unbind));
    }

    @Test
    void waitingForMappingsLetsThemGoOn() throws WorkloadException {
        run("""
                device("pmem0", size=4M)
                A file("/pmem0/data", 8K) = f
                A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
                A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
                concurrently:
                T store(a, 1)
                T store(a+0x1000, 1)
                T munmap(a, 8K) = 0
                A unbind("pmem0") = 0
                finally:
                A memremap_pages("pmem0") = 0
                A pread64(f, "\\1", 1, 4096) = 1
                """, Design.defaults().with("UNBIND", "wait"));
    }

    @Test
    void aLargeDeviceIsPinnedInOneCallAndRevokedByItsEntries() throws WorkloadException, IOException {
        run("""
                machine(memory=64M)
                device("pmem0", size=1G)
                A file("/pmem0/data", 1G) = f
                A fallocate(f, 0, 0, 1G) = 0
                A mmap(0x100000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
                A touch(a, 1G, PROT_WRITE)
                A pin_user_pages_fast(a, 262144, FOLL_WRITE) = p == 262144
                A unpin_user_pages(p)
                A unbind("pmem0") = 0
                A load(a) = SIGBUS BUS_ADRERR
                """, Design.defaults());
    }
}
