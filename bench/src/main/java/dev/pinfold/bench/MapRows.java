package dev.pinfold.bench;

import static dev.pinfold.bench.Linux.GIB;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.host.agent.Batch;
import dev.pinfold.host.agent.Opcode;
import dev.pinfold.mm.abi.Mman;
import java.util.List;

/** Mapping, unmapping, moving and changing rights. */
final class MapRows {
    /** A place for mappings that are made at a fixed address: aligned to 2 MiB and not to 1 GiB, nothing near it. */
    private static final long PLACE = 0x2000_0020_0000L;

    private MapRows() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "mmap-munmap",
                        "pair",
                        8,
                        15,
                        "mmap of 4 KiB and munmap, never touched. The kernel: two system calls from a native loop.",
                        MapRows::pairOfKernel,
                        MapRows::pairOfPinfold),
                new Row(
                        "mmap-touch-munmap",
                        "page",
                        3,
                        6,
                        "mmap of 512 pages, a store to each, munmap. The kernel takes an exception for each page.",
                        MapRows::cycleOfKernel,
                        MapRows::cycleOfPinfold),
                new Row(
                        "mprotect",
                        "page",
                        12,
                        30,
                        "1 GiB touched in 4 KiB pages, to read-only and back. The kernel keeps memory cgroups' counts.",
                        k -> new ProtectOfKernel(k),
                        p -> new ProtectOfPinfold(p)),
                new Row(
                        "mremap-aligned",
                        "GiB",
                        1,
                        2,
                        "1 GiB touched in 4 KiB pages moves to and fro, both places aligned to 2 MiB.",
                        k -> new MoveOfKernel(k, 0, 1),
                        p -> new MoveOfPinfold(p, 0, 1)),
                new Row(
                        "mremap-unaligned",
                        "page",
                        1.5,
                        3,
                        "1 GiB touched in 4 KiB pages moves to and fro, the places 4 KiB apart modulo 2 MiB.",
                        k -> new MoveOfKernel(k, PAGE_SIZE, GIB / PAGE_SIZE),
                        p -> new MoveOfPinfold(p, PAGE_SIZE, GIB / PAGE_SIZE)));
    }

    private static Contender pairOfKernel(KernelTask k) {
        return () -> {
            int count = 20_000;
            Batch b = k.agent().batch();
            b.clear();
            b.add(0, Opcode.LOOP, count, 2);
            int map = b.syscall(0, KernelTask.MMAP, 0, PAGE_SIZE, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            int unmap = b.syscall(0, KernelTask.MUNMAP, 0, PAGE_SIZE);
            b.reference(unmap, 1, map);
            k.agent().run();
            return KernelTask.value(b, 0) / (double) count;
        };
    }

    private static Contender pairOfPinfold(PinfoldTask p) {
        return () -> {
            int count = 100_000;
            long from = System.nanoTime();
            for (int i = 0; i < count; i++) {
                p.calls().munmap(p.map(PAGE_SIZE), PAGE_SIZE);
            }
            return (System.nanoTime() - from) / (double) count;
        };
    }

    private static Contender cycleOfKernel(KernelTask k) {
        return () -> {
            int count = 50;
            long bytes = 512 * PAGE_SIZE;
            Batch b = k.agent().batch();
            b.clear();
            b.add(0, Opcode.LOOP, count, 3);
            int map = b.syscall(0, KernelTask.MMAP, 0, bytes, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            int touch = b.add(0, Opcode.TOUCH, 0, bytes, 1);
            b.reference(touch, 0, map);
            int unmap = b.syscall(0, KernelTask.MUNMAP, 0, bytes);
            b.reference(unmap, 1, map);
            k.agent().run();
            return KernelTask.value(b, 0) / (512.0 * count);
        };
    }

    private static Contender cycleOfPinfold(PinfoldTask p) {
        return () -> {
            int count = 200;
            long bytes = 512 * PAGE_SIZE;
            long from = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long a = p.map(bytes);
                p.touch(a, bytes, true);
                p.calls().munmap(a, bytes);
            }
            return (System.nanoTime() - from) / (512.0 * count);
        };
    }

    private static final class ProtectOfKernel implements Contender {
        private final KernelTask k;
        private final long at;

        ProtectOfKernel(KernelTask k) {
            this.k = k;
            at = k.call(KernelTask.MMAP, 0, GIB, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            k.operate(0, Opcode.TOUCH, at, GIB, 1);
        }

        @Override
        public double round() {
            double ns = k.timeCall(1, KernelTask.MPROTECT, at, GIB, Mman.PROT_READ);
            ns += k.timeCall(1, KernelTask.MPROTECT, at, GIB, Linux.READ_WRITE);
            return ns / (2 * GIB / PAGE_SIZE);
        }

        @Override
        public void close() {
            k.call(KernelTask.MUNMAP, at, GIB);
        }
    }

    private static final class ProtectOfPinfold implements Contender {
        private final PinfoldTask p;
        private final long at;

        ProtectOfPinfold(PinfoldTask p) {
            this.p = p;
            at = p.map(GIB);
            p.touch(at, GIB, true);
        }

        @Override
        public double round() {
            long from = System.nanoTime();
            PinfoldTask.ok(p.calls().mprotect(at, GIB, Mman.PROT_READ));
            PinfoldTask.ok(p.calls().mprotect(at, GIB, Linux.READ_WRITE));
            return (System.nanoTime() - from) / (2.0 * GIB / PAGE_SIZE);
        }

        @Override
        public void close() {
            p.calls().munmap(at, GIB);
        }
    }

    private static final class MoveOfKernel implements Contender {
        private final KernelTask k;
        private final long there;
        private final long units;

        MoveOfKernel(KernelTask k, long shift, long units) {
            this.k = k;
            this.units = units;
            there = PLACE + 2 * GIB + 6 * Linux.MIB + shift;
            k.call(KernelTask.MMAP, PLACE, GIB, Linux.READ_WRITE, Linux.FIXED_PRIVATE_ANONYMOUS, -1, 0);
            k.operate(0, Opcode.TOUCH, PLACE, GIB, 1);
        }

        @Override
        public double round() {
            int how = Linux.MREMAP_MAYMOVE_FIXED;
            double ns = k.timeCall(1, KernelTask.MREMAP, PLACE, GIB, GIB, how, there);
            ns += k.timeCall(1, KernelTask.MREMAP, there, GIB, GIB, how, PLACE);
            return ns / (2 * units);
        }

        @Override
        public void close() {
            k.call(KernelTask.MUNMAP, PLACE, GIB);
        }
    }

    private static final class MoveOfPinfold implements Contender {
        private final PinfoldTask p;
        private final long there;
        private final long units;

        MoveOfPinfold(PinfoldTask p, long shift, long units) {
            this.p = p;
            this.units = units;
            there = PLACE + 2 * GIB + 6 * Linux.MIB + shift;
            PinfoldTask.ok(p.calls().mmap(PLACE, GIB, Linux.READ_WRITE, Linux.FIXED_PRIVATE_ANONYMOUS, -1, 0));
            p.touch(PLACE, GIB, true);
        }

        @Override
        public double round() {
            int how = Linux.MREMAP_MAYMOVE_FIXED;
            long from = System.nanoTime();
            PinfoldTask.ok(p.calls().mremap(PLACE, GIB, GIB, how, there));
            PinfoldTask.ok(p.calls().mremap(there, GIB, GIB, how, PLACE));
            return (System.nanoTime() - from) / (2.0 * units);
        }

        @Override
        public void close() {
            p.calls().munmap(PLACE, GIB);
        }
    }
}
