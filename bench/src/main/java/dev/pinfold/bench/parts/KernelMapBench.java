package dev.pinfold.bench.parts;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.DeviceConfig;
import dev.pinfold.mm.KernelCalls;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.device.DeviceKind;
import dev.pinfold.mm.device.StrayMode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Kernel maps of pages that have an address and of pages of high memory, and sections that open protected memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelMapBench {
    private static final long MIB = 1 << 20;
    private static final int CREATE_READ_WRITE = FileFlags.O_CREAT | FileFlags.O_RDWR;

    private final Warm low = new Warm(MachineConfig.defaults());
    private final Warm high = new Warm(MachineConfig.defaults().withHighmem(16 * MIB));
    private final Warm device = new Warm(MachineConfig.defaults()
            .withDevice(new DeviceConfig("pmem0", 4 * MIB, DeviceKind.FSDAX, null, StrayMode.STRICT)));
    private final KernelCalls lowKernel = low.task.kernel();
    private final KernelCalls highKernel = high.task.kernel();
    private final KernelCalls deviceKernel = device.task.kernel();
    private final int lowPage = (int) low.task.pages().page(low.touched(PAGE_SIZE));
    private final int highPage = (int) high.task.pages().page(high.touched(PAGE_SIZE));
    private final int devicePage = (int) device.task.pages().page(mapped());

    private long mapped() {
        int fd = device.task.open("/pmem0/data", CREATE_READ_WRITE);
        device.task.ftruncate(fd, PAGE_SIZE);
        long a = device.task.mmap(0, PAGE_SIZE, Warm.READ_WRITE, Mman.MAP_SHARED, fd, 0);
        device.task.storeByte(a, (byte) 1);
        return a;
    }

    @Benchmark
    public long pageAddress() {
        return lowKernel.pageAddress(lowPage);
    }

    @Benchmark
    public long mapDirect() {
        long address = lowKernel.kmapLocalPage(lowPage);
        lowKernel.kunmapLocal(address);
        return address;
    }

    @Benchmark
    public long mapHigh() {
        long address = highKernel.kmapLocalPage(highPage);
        highKernel.kunmapLocal(address);
        return address;
    }

    /** Two maps, the second inside the first: unmapped in the other order. */
    @Benchmark
    public long mapHighTwice() {
        long outer = highKernel.kmapLocalPage(highPage);
        long inner = highKernel.kmapLocalPage(highPage);
        highKernel.kunmapLocal(inner);
        highKernel.kunmapLocal(outer);
        return inner;
    }

    @Benchmark
    public void openAndCloseSection() {
        deviceKernel.pgmapMkReadwrite(devicePage);
        deviceKernel.pgmapMkNoaccess(devicePage);
    }

    @TearDown
    public void close() {
        low.close();
        high.close();
        device.close();
    }
}
