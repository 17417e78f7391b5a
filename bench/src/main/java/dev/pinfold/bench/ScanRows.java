package dev.pinfold.bench;

import static dev.pinfold.bench.Linux.GIB;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.host.agent.Batch;
import dev.pinfold.host.agent.Opcode;
import dev.pinfold.mm.SpaceTracking;
import dev.pinfold.mm.dirty.Checkpoint;
import java.util.List;

/** Which pages were stored to since the last time. */
final class ScanRows {
    /** How far apart the pages lie that are stored to. */
    private static final int NONE = 0;

    private static final int EACH = 1;
    private static final int HUNDREDTH = 100;

    private static final double PAGES = GIB / (double) PAGE_SIZE;

    private static final String COMPARED =
            " of 1 GiB touched in 4 KiB pages, private. The kernel: PAGEMAP_SCAN that takes the"
                    + " right to write back from what it reports (userfaultfd, write-protection handled by the kernel); Pinfold: a"
                    + " checkpoint of the space, which takes the processor's dirty bits, so a later store costs no fault.";

    private ScanRows() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "scan-clean",
                        "page",
                        3,
                        5,
                        "a scan after which nothing was stored," + COMPARED,
                        k -> new ScanOfKernel(k, NONE),
                        p -> new ScanOfPinfold(p, NONE)),
                new Row(
                        "scan-dirty",
                        "page",
                        6,
                        15,
                        "a scan after a store to each page, armed again," + COMPARED,
                        k -> new ScanOfKernel(k, EACH),
                        p -> new ScanOfPinfold(p, EACH)),
                new Row(
                        "checkpoint",
                        "page",
                        1,
                        3,
                        "a scan after stores to one page in a hundred, armed again," + COMPARED
                                + " The kernel has no checkpoints, this is what comes nearest: its scan tells of what was stored"
                                + " to, and of nothing that was taken away.",
                        k -> new ScanOfKernel(k, HUNDREDTH),
                        p -> new ScanOfPinfold(p, HUNDREDTH)));
    }

    private static final class ScanOfKernel implements Contender {
        private static final long OPEN = 2;
        private static final long CLOSE = 3;
        private static final long IOCTL = 16;
        private static final long USERFAULTFD = 323;
        /** CLOEXEC, NONBLOCK, USER_MODE_ONLY. */
        private static final long UFFD_FLAGS = 0x80801;

        private static final long UFFDIO_API = 0xc018aa3fL;
        private static final long UFFDIO_REGISTER = 0xc020aa00L;
        /** WP_UNPOPULATED, WP_ASYNC. */
        private static final long FEATURES = 1 << 13 | 1 << 15;

        private static final long PAGEMAP_SCAN = 0xc0606610L;
        private static final int WORDS = 12;

        private final KernelTask k;
        private final int step;
        private final long at;
        private final long room;
        private final long uffd;
        private final long pagemap;

        ScanOfKernel(KernelTask k, int step) {
            this.k = k;
            this.step = step;
            at = k.call(KernelTask.MMAP, 0, GIB, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            room = k.call(KernelTask.MMAP, 0, 16 * PAGE_SIZE, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            k.operate(0, Opcode.TOUCH, room, 16 * PAGE_SIZE, 1);
            k.operate(0, Opcode.TOUCH, at, GIB, 1);
            uffd = k.call(USERFAULTFD, UFFD_FLAGS);
            words(room, 0xaa, FEATURES, 0);
            k.call(IOCTL, uffd, UFFDIO_API, room);
            words(room, at, GIB, 2, 0);
            k.call(IOCTL, uffd, UFFDIO_REGISTER, room);
            Batch b = k.agent().batch();
            b.clear();
            long name = b.put("/proc/self/pagemap\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            b.syscall(0, OPEN, Batch.address(name), 0, 0);
            k.agent().run();
            pagemap = KernelTask.value(b, 0);
            // Size; WP_MATCHING and CHECK_WPASYNC; range; where it ended; where regions go; no limit; PAGE_IS_WRITTEN.
            words(room, 8 * WORDS, 3, at, at + GIB, 0, room + PAGE_SIZE, 15 * PAGE_SIZE / 24, 0, 0, 2, 0, 2);
            scan(1);
        }

        private void words(long to, long... values) {
            for (int i = 0; i < values.length; i++) {
                k.operate(0, Opcode.STORE, to + 8L * i, values[i], 8);
            }
        }

        private double scan(int times) {
            return k.timeCall(times, IOCTL, pagemap, PAGEMAP_SCAN, room) / times;
        }

        private void store() {
            if (step == EACH) {
                k.operate(0, Opcode.TOUCH, at, GIB, 1);
                return;
            }
            Batch b = k.agent().batch();
            b.clear();
            for (long page = 0; page < GIB / PAGE_SIZE; page += step) {
                b.add(0, Opcode.TOUCH, at + page * PAGE_SIZE, PAGE_SIZE, 1);
            }
            k.agent().run();
        }

        @Override
        public double round() {
            if (step == NONE) {
                return scan(10) / PAGES;
            }
            store();
            return scan(1) / PAGES;
        }

        @Override
        public void close() {
            k.call(CLOSE, pagemap);
            k.call(CLOSE, uffd);
            k.call(KernelTask.MUNMAP, at, GIB);
            k.call(KernelTask.MUNMAP, room, 16 * PAGE_SIZE);
        }
    }

    private static final class ScanOfPinfold implements Contender {
        private final PinfoldTask p;
        private final int step;
        private final long at;
        private final SpaceTracking tracking;
        private Checkpoint last;

        ScanOfPinfold(PinfoldTask p, int step) {
            this.p = p;
            this.step = step;
            at = p.map(GIB);
            p.touch(at, GIB, true);
            tracking = p.task().walks().trackSpace();
            last = tracking.checkpoint(null);
        }

        @Override
        public double round() {
            int times = step == NONE ? 10 : 1;
            long stored = 0;
            if (step == EACH) {
                p.touch(at, GIB, true);
                stored = (long) PAGES;
            } else if (step != NONE) {
                for (long page = 0; page < GIB / PAGE_SIZE; page += step, stored++) {
                    p.touch(at + page * PAGE_SIZE, PAGE_SIZE, true);
                }
            }
            long from = System.nanoTime();
            for (int i = 0; i < times; i++) {
                last = tracking.checkpoint(last);
            }
            long ns = System.nanoTime() - from;
            if (last.written().size() != stored) {
                throw new IllegalStateException(
                        "Pinfold's side failed: " + last.written().size() + " pages written");
            }
            return ns / PAGES / times;
        }

        @Override
        public void close() {
            tracking.close();
            p.calls().munmap(at, GIB);
        }
    }
}
