package dev.pinfold.bench;

import static dev.pinfold.bench.Linux.GIB;
import static dev.pinfold.bench.Linux.MIB;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.host.agent.Batch;
import dev.pinfold.host.agent.Opcode;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Signal;
import java.util.List;
import java.util.Objects;

/** Faults by kind, fork, and giving memory back. */
final class FaultRows {
    private static final long BYTES = 64 * MIB;
    private static final double PAGES = BYTES / PAGE_SIZE;

    private FaultRows() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "write-fault",
                        "fault",
                        4,
                        7,
                        "first store to each page of 64 MiB, frames warm. The kernel takes an exception, zeroes and accounts"
                                + " the page; Pinfold zeroes it.",
                        k -> new TouchOfKernel(k, true),
                        p -> new TouchOfPinfold(p, true)),
                new Row(
                        "read-fault",
                        "fault",
                        4,
                        8,
                        "first load from each page of 64 MiB: the zero page. The kernel takes an exception.",
                        k -> new TouchOfKernel(k, false),
                        p -> new TouchOfPinfold(p, false)),
                new Row(
                        "cow-fault",
                        "fault",
                        2.5,
                        4,
                        "the parent's store to each page of 64 MiB after a fork, the child alive: both copy 4 KiB.",
                        CowOfKernel::new,
                        CowOfPinfold::new),
                new Row(
                        "dontneed",
                        "page",
                        4,
                        10,
                        "MADV_DONTNEED of 64 MiB touched; the stores that bring it back are not timed.",
                        DropOfKernel::new,
                        DropOfPinfold::new),
                new Row(
                        "fork",
                        "fork",
                        500,
                        4_000,
                        "fork of 1 GiB touched in 4 KiB pages, the child's exit and the wait for it. The kernel copies"
                                + " entries and makes a process; Pinfold shares leaf tables and makes a task.",
                        ForkOfKernel::new,
                        ForkOfPinfold::new),
                new Row(
                        "mincore",
                        "page",
                        1,
                        3,
                        "mincore of 1 GiB touched, in one call.",
                        ResidentOfKernel::new,
                        ResidentOfPinfold::new),
                new Row(
                        "file-fault",
                        "fault",
                        1.5,
                        4,
                        "first store to each page of a shared mapping of a memfd of 64 MiB whose pages are in its cache.",
                        SharedOfKernel::new,
                        SharedOfPinfold::new));
    }

    private static final class TouchOfKernel implements Contender {
        private final KernelTask k;
        private final boolean write;
        private final long at;

        TouchOfKernel(KernelTask k, boolean write) {
            this.k = k;
            this.write = write;
            at = k.call(KernelTask.MMAP, 0, BYTES, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
        }

        @Override
        public double round() {
            double ns = k.time(1, Opcode.TOUCH, at, BYTES, write ? 1 : 0);
            k.call(KernelTask.MADVISE, at, BYTES, Mman.MADV_DONTNEED);
            return ns / PAGES;
        }

        @Override
        public void close() {
            k.call(KernelTask.MUNMAP, at, BYTES);
        }
    }

    private static final class TouchOfPinfold implements Contender {
        private final PinfoldTask p;
        private final boolean write;
        private final long at;

        TouchOfPinfold(PinfoldTask p, boolean write) {
            this.p = p;
            this.write = write;
            at = p.map(BYTES);
        }

        @Override
        public double round() {
            long from = System.nanoTime();
            p.touch(at, BYTES, write);
            long ns = System.nanoTime() - from;
            PinfoldTask.ok(p.calls().madvise(at, BYTES, Mman.MADV_DONTNEED));
            return ns / PAGES;
        }

        @Override
        public void close() {
            p.calls().munmap(at, BYTES);
        }
    }

    private static final class CowOfKernel implements Contender {
        private final KernelTask k;
        private final long at;

        CowOfKernel(KernelTask k) {
            this.k = k;
            at = k.call(KernelTask.MMAP, 0, BYTES, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            k.operate(0, Opcode.TOUCH, at, BYTES, 1);
        }

        @Override
        public double round() {
            k.operate(0, Opcode.CLONE, Signal.SIGCHLD, 1);
            double ns = k.time(1, Opcode.TOUCH, at, BYTES, 1);
            Batch b = k.agent().batch();
            b.clear();
            b.add(1, Opcode.EXIT, 231, 0);
            k.agent().run();
            k.call(KernelTask.WAIT4, -1, 0, 0, 0);
            return ns / PAGES;
        }

        @Override
        public void close() {
            k.call(KernelTask.MUNMAP, at, BYTES);
        }
    }

    private static final class CowOfPinfold implements Contender {
        private final PinfoldTask p;
        private final long at;

        CowOfPinfold(PinfoldTask p) {
            this.p = p;
            at = p.map(BYTES);
            p.touch(at, BYTES, true);
        }

        @Override
        public double round() {
            Calls child = fork(p);
            long from = System.nanoTime();
            p.touch(at, BYTES, true);
            long ns = System.nanoTime() - from;
            child.exitGroup(0);
            PinfoldTask.ok(p.calls().wait4(-1, null, 0));
            return ns / PAGES;
        }

        @Override
        public void close() {
            p.calls().munmap(at, BYTES);
        }
    }

    private static Calls fork(PinfoldTask p) {
        int pid = (int) PinfoldTask.ok(p.calls().fork());
        return Objects.requireNonNull(p.machine().task(pid)).calls();
    }

    private static final class DropOfKernel implements Contender {
        private final KernelTask k;
        private final long at;

        DropOfKernel(KernelTask k) {
            this.k = k;
            at = k.call(KernelTask.MMAP, 0, BYTES, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
        }

        @Override
        public double round() {
            k.operate(0, Opcode.TOUCH, at, BYTES, 1);
            return k.timeCall(1, KernelTask.MADVISE, at, BYTES, Mman.MADV_DONTNEED) / PAGES;
        }

        @Override
        public void close() {
            k.call(KernelTask.MUNMAP, at, BYTES);
        }
    }

    private static final class DropOfPinfold implements Contender {
        private final PinfoldTask p;
        private final long at;

        DropOfPinfold(PinfoldTask p) {
            this.p = p;
            at = p.map(BYTES);
        }

        @Override
        public double round() {
            p.touch(at, BYTES, true);
            long from = System.nanoTime();
            PinfoldTask.ok(p.calls().madvise(at, BYTES, Mman.MADV_DONTNEED));
            return (System.nanoTime() - from) / PAGES;
        }

        @Override
        public void close() {
            p.calls().munmap(at, BYTES);
        }
    }

    private static final class ForkOfKernel implements Contender {
        private final KernelTask k;
        private final long at;

        ForkOfKernel(KernelTask k) {
            this.k = k;
            at = k.call(KernelTask.MMAP, 0, GIB, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            k.operate(0, Opcode.TOUCH, at, GIB, 1);
        }

        @Override
        public double round() {
            return k.time(2, Opcode.FORK_EXIT) / 2;
        }

        @Override
        public void close() {
            k.call(KernelTask.MUNMAP, at, GIB);
        }
    }

    private static final class ForkOfPinfold implements Contender {
        private final PinfoldTask p;
        private final long at;

        ForkOfPinfold(PinfoldTask p) {
            this.p = p;
            at = p.map(GIB);
            p.touch(at, GIB, true);
        }

        @Override
        public double round() {
            int count = 20;
            long from = System.nanoTime();
            for (int i = 0; i < count; i++) {
                fork(p).exitGroup(0);
                PinfoldTask.ok(p.calls().wait4(-1, null, 0));
            }
            return (System.nanoTime() - from) / (double) count;
        }

        @Override
        public void close() {
            p.calls().munmap(at, GIB);
        }
    }

    private static final class ResidentOfKernel implements Contender {
        private final KernelTask k;
        private final long at;
        private final long vector;

        ResidentOfKernel(KernelTask k) {
            this.k = k;
            at = k.call(KernelTask.MMAP, 0, GIB, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            vector = k.call(KernelTask.MMAP, 0, GIB / PAGE_SIZE, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            k.operate(0, Opcode.TOUCH, at, GIB, 1);
            k.operate(0, Opcode.TOUCH, vector, GIB / PAGE_SIZE, 1);
        }

        @Override
        public double round() {
            return k.timeCall(5, KernelTask.MINCORE, at, GIB, vector) / (5.0 * GIB / PAGE_SIZE);
        }

        @Override
        public void close() {
            k.call(KernelTask.MUNMAP, at, GIB);
            k.call(KernelTask.MUNMAP, vector, GIB / PAGE_SIZE);
        }
    }

    private static final class ResidentOfPinfold implements Contender {
        private final PinfoldTask p;
        private final long at;
        private final long vector;

        ResidentOfPinfold(PinfoldTask p) {
            this.p = p;
            at = p.map(GIB);
            vector = p.map(GIB / PAGE_SIZE);
            p.touch(at, GIB, true);
            p.touch(vector, GIB / PAGE_SIZE, true);
        }

        @Override
        public double round() {
            long from = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                PinfoldTask.ok(p.calls().mincore(at, GIB, vector));
            }
            return (System.nanoTime() - from) / (5.0 * GIB / PAGE_SIZE);
        }

        @Override
        public void close() {
            p.calls().munmap(at, GIB);
            p.calls().munmap(vector, GIB / PAGE_SIZE);
        }
    }

    private static final class SharedOfKernel implements Contender {
        private final KernelTask k;
        private final long at;

        SharedOfKernel(KernelTask k) {
            this.k = k;
            Batch b = k.agent().batch();
            b.clear();
            long name = b.put(new byte[] {'b', 0});
            b.syscall(0, KernelTask.MEMFD_CREATE, Batch.address(name), 0);
            k.agent().run();
            long fd = KernelTask.value(b, 0);
            k.call(KernelTask.FTRUNCATE, fd, BYTES);
            at = k.call(KernelTask.MMAP, 0, BYTES, Linux.READ_WRITE, Mman.MAP_SHARED, fd, 0);
            k.operate(0, Opcode.TOUCH, at, BYTES, 1);
        }

        @Override
        public double round() {
            k.call(KernelTask.MADVISE, at, BYTES, Mman.MADV_DONTNEED);
            return k.time(1, Opcode.TOUCH, at, BYTES, 1) / PAGES;
        }

        @Override
        public void close() {
            k.call(KernelTask.MUNMAP, at, BYTES);
        }
    }

    private static final class SharedOfPinfold implements Contender {
        private final PinfoldTask p;
        private final long at;

        SharedOfPinfold(PinfoldTask p) {
            this.p = p;
            int fd = (int) PinfoldTask.ok(p.calls().memfdCreate("b", 0));
            PinfoldTask.ok(p.calls().ftruncate(fd, BYTES));
            at = PinfoldTask.ok(p.calls().mmap(0, BYTES, Linux.READ_WRITE, Mman.MAP_SHARED, fd, 0));
            p.touch(at, BYTES, true);
        }

        @Override
        public double round() {
            PinfoldTask.ok(p.calls().madvise(at, BYTES, Mman.MADV_DONTNEED));
            long from = System.nanoTime();
            p.touch(at, BYTES, true);
            return (System.nanoTime() - from) / PAGES;
        }

        @Override
        public void close() {
            p.calls().munmap(at, BYTES);
        }
    }
}
