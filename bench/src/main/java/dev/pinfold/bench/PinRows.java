package dev.pinfold.bench;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.host.agent.Opcode;
import dev.pinfold.mm.Pages;
import dev.pinfold.mm.abi.Foll;
import java.util.List;

/** Pins on user pages, taken without locks and given back. */
final class PinRows {
    private static final int PAGES = 512;
    private static final int TIMES = 20;
    private static final int FOLL_WRITE_LONGTERM = Foll.FOLL_WRITE | Foll.FOLL_LONGTERM;

    private static final String COMPARED =
            " The kernel's side is io_uring, the cheapest way for a program to have it pin: it"
                    + " registers 2 MiB as a buffer and takes it back, which besides the pins keeps an account and a table.";

    private PinRows() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "pin",
                        "page",
                        3.5,
                        6,
                        "512 pages pinned for long, in one call." + COMPARED,
                        k -> new PinOfKernel(k, false),
                        p -> new PinOfPinfold(p, false)),
                new Row(
                        "unpin",
                        "page",
                        2,
                        4,
                        "the same pages unpinned." + COMPARED,
                        k -> new PinOfKernel(k, true),
                        p -> new PinOfPinfold(p, true)));
    }

    private static final class PinOfKernel implements Contender {
        private static final long SETUP = 425;
        private static final long REGISTER = 427;
        private static final long REGISTER_BUFFERS = 0;
        private static final long UNREGISTER_BUFFERS = 1;
        private static final long CLOSE = 3;

        private final KernelTask k;
        private final boolean unpin;
        private final long at;
        private final long vector;
        private final long ring;

        PinOfKernel(KernelTask k, boolean unpin) {
            this.k = k;
            this.unpin = unpin;
            at = k.call(KernelTask.MMAP, 0, PAGES * PAGE_SIZE, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            vector = k.call(KernelTask.MMAP, 0, PAGE_SIZE, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0);
            k.operate(0, Opcode.TOUCH, at, PAGES * PAGE_SIZE, 1);
            ring = k.call(SETUP, 1, vector + 1024);
            k.operate(0, Opcode.STORE, vector, at, 8);
            k.operate(0, Opcode.STORE, vector + 8, PAGES * PAGE_SIZE, 8);
        }

        @Override
        public double round() {
            double pins = 0;
            double unpins = 0;
            for (int i = 0; i < TIMES; i++) {
                pins += k.timeCall(1, REGISTER, ring, REGISTER_BUFFERS, vector, 1);
                unpins += k.timeCall(1, REGISTER, ring, UNREGISTER_BUFFERS, 0, 0);
            }
            return (unpin ? unpins : pins) / TIMES / PAGES;
        }

        @Override
        public void close() {
            k.call(CLOSE, ring);
            k.call(KernelTask.MUNMAP, at, PAGES * PAGE_SIZE);
            k.call(KernelTask.MUNMAP, vector, PAGE_SIZE);
        }
    }

    private static final class PinOfPinfold implements Contender {
        private final PinfoldTask p;
        private final boolean unpin;
        private final Pages pages;
        private final int[] list = new int[PAGES];
        private final long at;

        PinOfPinfold(PinfoldTask p, boolean unpin) {
            this.p = p;
            this.unpin = unpin;
            pages = p.task().pages();
            at = p.map(PAGES * PAGE_SIZE);
            p.touch(at, PAGES * PAGE_SIZE, true);
        }

        @Override
        public double round() {
            long pins = 0;
            long unpins = 0;
            for (int i = 0; i < TIMES; i++) {
                long start = System.nanoTime();
                long got = pages.pinUserPagesFast(at, PAGES, FOLL_WRITE_LONGTERM, list);
                long middle = System.nanoTime();
                if (got != PAGES) {
                    throw new IllegalStateException("Pinfold's side failed: " + got + " pages pinned");
                }
                pages.unpin(list, 0, PAGES);
                pins += middle - start;
                unpins += System.nanoTime() - middle;
            }
            return (unpin ? unpins : pins) / (double) TIMES / PAGES;
        }

        @Override
        public void close() {
            p.calls().munmap(at, PAGES * PAGE_SIZE);
        }
    }
}
