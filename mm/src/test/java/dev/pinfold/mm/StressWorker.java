package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import java.util.Random;

/**
 * One thread of the stress: random calls in a window that only it changes, against an exact model; and in windows that
 * all share, where a load may see what some thread stored there, and nothing else.
 */
final class StressWorker implements Runnable {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final int ANON = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED;
    private static final int PAGES = 96;
    static final int FILE_PAGES = 64;
    /** Marks of what a page holds; the low bits say which page. */
    private static final long IN_FILE = 0x7f11_0000_0000_0000L;

    private static final long IN_COMMON = 0x7c00_0000_0000_0000L;

    private final Task task;
    private final int space;
    private final int fd;
    private final long own;
    private final long common;
    private final long files;
    private final Random random;
    private final long most;
    private final boolean[] mapped = new boolean[PAGES];
    private final int[] prot = new int[PAGES];
    private final boolean[] guard = new boolean[PAGES];
    private final long[] value = new long[PAGES];
    private long steps;

    /**
     * @param space a number below 2^16 that the tasks of one address space share
     * @param most how many steps it makes
     */
    StressWorker(Task task, int space, int fd, int index, long seed, long most) {
        this.task = task;
        this.space = space;
        this.fd = fd;
        this.own = 0x10_0000_0000L + index * 0x1000_0000L;
        this.common = 0x20_0000_0000L;
        this.files = 0x30_0000_0000L;
        this.random = new Random(seed);
        this.most = most;
    }

    long steps() {
        return steps;
    }

    @Override
    public void run() {
        try {
            while (steps < most) {
                steps++;
                switch (random.nextInt(12)) {
                    case 0, 1, 2, 3, 4, 5, 6 -> ownWindow();
                    case 7, 8 -> commonWindow();
                    case 9, 10 -> fileWindow();
                    default -> {
                        if (random.nextInt(40) == 0) {
                            forked();
                        }
                    }
                }
            }
            verify(task.calls(), "at the end");
        } finally {
            task.exit(0);
        }
    }

    // --- the window that is ours alone ------------------------------------------------------------------------------

    private void ownWindow() {
        Calls c = task.calls();
        int first = random.nextInt(PAGES);
        int count = 1 + random.nextInt(Math.min(12, PAGES - first));
        long at = own + first * PAGE_SIZE;
        long len = count * PAGE_SIZE;
        switch (random.nextInt(14)) {
            case 0, 1 -> {
                int p = random.nextInt(4) == 0 ? Mman.PROT_READ : RW;
                must(c.mmap(at, len, p, ANON | (random.nextInt(8) == 0 ? Mman.MAP_POPULATE : 0), -1, 0), at);
                set(first, count, true, p);
            }
            case 2 -> {
                must(c.munmap(at, len), 0);
                set(first, count, false, 0);
            }
            case 3 -> {
                int p = random.nextInt(3) == 0 ? Mman.PROT_READ : random.nextInt(6) == 0 ? Mman.PROT_NONE : RW;
                long result = c.mprotect(at, len, p);
                if (result == 0 || result == -Errno.ENOMEM) {
                    for (int i = first; i < first + count && mapped[i]; i++) {
                        prot[i] = p;
                    }
                }
            }
            case 4 -> move(c, first, count);
            case 5 -> {
                // Locked pages would stay.
                must(c.munlockall(), 0);
                c.madvise(at, len, Mman.MADV_DONTNEED);
                for (int i = first; i < first + count; i++) {
                    value[i] = 0;
                }
            }
            case 6 -> guards(c, first, count);
            case 7 -> c.mlock(at, len);
            case 8 -> c.munlock(at, len);
            case 9 -> c.madvise(at, len, Mman.MADV_POPULATE_READ);
            default -> {
                for (int i = first; i < first + count; i++) {
                    access(c, i);
                }
            }
        }
    }

    private void guards(Calls c, int first, int count) {
        long at = own + first * PAGE_SIZE;
        for (int i = first; i < first + count; i++) {
            if (!mapped[i]) {
                return;
            }
        }
        boolean install = random.nextBoolean();
        must(c.munlockall(), 0);
        long result = c.madvise(at, count * PAGE_SIZE, install ? Mman.MADV_GUARD_INSTALL : Mman.MADV_GUARD_REMOVE);
        if (result == 0) {
            for (int i = first; i < first + count; i++) {
                guard[i] = install;
                value[i] = install ? 0 : value[i];
            }
        } else if (result != -Errno.EINVAL) {
            throw new AssertionError("guard: " + result);
        }
    }

    private void move(Calls c, int first, int count) {
        int to = random.nextInt(PAGES - count + 1);
        if (Math.abs(to - first) < count) {
            return;
        }
        for (int i = first; i < first + count; i++) {
            if (!mapped[i]) {
                return;
            }
        }
        long result = c.mremap(
                own + first * PAGE_SIZE,
                count * PAGE_SIZE,
                count * PAGE_SIZE,
                Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED,
                own + to * PAGE_SIZE);
        if (result == own + to * PAGE_SIZE) {
            for (int i = 0; i < count; i++) {
                mapped[to + i] = true;
                prot[to + i] = prot[first + i];
                guard[to + i] = guard[first + i];
                value[to + i] = value[first + i];
                mapped[first + i] = false;
                guard[first + i] = false;
                value[first + i] = 0;
            }
        } else {
            throw new AssertionError("mremap: " + result);
        }
    }

    private void access(Calls c, int page) {
        long at = own + page * PAGE_SIZE + 8;
        if (random.nextBoolean()) {
            long v = random.nextLong();
            long fault = c.store(at, v, 8);
            boolean may = mapped[page] && !guard[page] && (prot[page] & Mman.PROT_WRITE) != 0;
            expect(may == (fault == 0), page, "store", fault);
            if (may) {
                value[page] = v;
            }
        } else {
            check(c, page, "load");
        }
    }

    private void check(Calls c, int page, String when) {
        long v = c.load(own + page * PAGE_SIZE + 8, 8);
        boolean may = mapped[page] && !guard[page] && prot[page] != 0;
        expect(may == (c.fault() == 0), page, when, c.fault());
        if (may && v != value[page]) {
            throw new AssertionError(
                    "%s: page %d of thread %x holds %x, expected %x".formatted(when, page, own, v, value[page]));
        }
    }

    private void verify(Calls c, String when) {
        for (int i = 0; i < PAGES; i++) {
            check(c, i, when);
        }
    }

    private void set(int first, int count, boolean there, int p) {
        for (int i = first; i < first + count; i++) {
            mapped[i] = there;
            prot[i] = p;
            guard[i] = false;
            value[i] = 0;
        }
    }

    // --- a child that finds what we had, and changes what only it sees
    // ------------------------------------------------

    private void forked() {
        Task child = task.fork();
        Calls c = child.calls();
        verify(c, "in the child");
        for (int i = 0; i < PAGES; i += 3) {
            c.store(own + i * PAGE_SIZE + 8, -1, 8);
        }
        verify(task.calls(), "beside the child");
        c.munmap(own, 10 * PAGE_SIZE);
        child.exit(3);
        if (task.waitFor(child) != 3 << 8) {
            throw new AssertionError("wait4");
        }
        verify(task.calls(), "after the child");
    }

    // --- windows that all threads of the space change
    // -----------------------------------------------------------------

    private void commonWindow() {
        Calls c = task.calls();
        int page = random.nextInt(32);
        long at = common + page * PAGE_SIZE;
        switch (random.nextInt(8)) {
            case 0 -> must(c.mmap(at, 4 * PAGE_SIZE, RW, ANON, -1, 0), at);
            case 1 -> must(c.munmap(at, 2 * PAGE_SIZE), 0);
            case 2 -> c.mprotect(at, 3 * PAGE_SIZE, random.nextBoolean() ? RW : Mman.PROT_READ);
            case 3 -> c.madvise(at, 4 * PAGE_SIZE, Mman.MADV_DONTNEED);
            case 4, 5 -> c.store(at, IN_COMMON | (long) space << 32 | page, 8);
            default -> {
                long v = c.load(at, 8);
                if (c.fault() == 0 && v != 0 && v != (IN_COMMON | (long) space << 32 | page)) {
                    throw new AssertionError("common page %d of space %d holds %x".formatted(page, space, v));
                }
            }
        }
    }

    private void fileWindow() {
        Calls c = task.calls();
        int page = random.nextInt(FILE_PAGES);
        long at = files + page * PAGE_SIZE;
        switch (random.nextInt(12)) {
            case 0 -> {
                int kind = random.nextInt(3) == 0 ? Mman.MAP_PRIVATE : Mman.MAP_SHARED;
                int n = 1 + random.nextInt(FILE_PAGES - page);
                must(c.mmap(at, n * PAGE_SIZE, RW, kind | Mman.MAP_FIXED, fd, page * PAGE_SIZE), at);
            }
            case 1 -> must(c.munmap(at, 3 * PAGE_SIZE), 0);
            case 2 -> c.ftruncate(fd, (FILE_PAGES / 2 + random.nextInt(FILE_PAGES / 2)) * PAGE_SIZE);
            case 3 -> c.msync(at, 4 * PAGE_SIZE, Mman.MS_SYNC);
            case 4, 5, 6, 7 -> c.store(at, IN_FILE | page, 8);
            default -> {
                long v = c.load(at, 8);
                if (c.fault() == 0 && v != 0 && v != (IN_FILE | page)) {
                    throw new AssertionError("page %d of the file holds %x".formatted(page, v));
                }
            }
        }
    }

    private static void must(long result, long expected) {
        if (result != expected) {
            throw new AssertionError("expected " + Long.toHexString(expected) + ", got " + result);
        }
    }

    private void expect(boolean ok, int page, String what, long fault) {
        if (!ok) {
            throw new AssertionError("%s of page %d: %s, mapped %b, prot %d, guard %b"
                    .formatted(what, page, MemoryFault.describe(fault), mapped[page], prot[page], guard[page]));
        }
    }
}
