package dev.pinfold.host.random;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.diff.MapLine;
import java.util.List;
import java.util.SplittableRandom;

/** Draws of addresses, lengths and flags that collide with each other and with what is mapped. */
final class Draws {
    /** Thirty-two pages in the middle of nowhere, a boundary of 2 MiB in their midst. */
    static final long WINDOW = 0x1000001f0000L;

    private static final int WINDOW_PAGES = 32;
    private static final long[] STRANGE = {
        0,
        1,
        PAGE_SIZE - 1,
        PAGE_SIZE,
        0x10000,
        0x7fff0000L,
        AgentOptions.MMAP_TOP - PAGE_SIZE,
        0x0000800000000000L,
        0x8000000000000000L,
        0xffff800000000000L,
        -PAGE_SIZE,
        -1,
    };

    private static final long HUGE = 1 << 21;
    private static final long HUGE_WINDOW = 0x100000200000L;

    final SplittableRandom random;
    /** Whether places and lengths are about blocks of 2 MiB. */
    final boolean huge;

    private long recent = WINDOW;
    private long recentLength = PAGE_SIZE;

    Draws(SplittableRandom random, boolean huge) {
        this.random = random;
        this.huge = huge;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    long pick(long... values) {
        return values[random.nextInt(values.length)];
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Draws any combination of bits, each with the given chance in percent. */
    long some(int percent, long... bits) {
        long all = 0;
        for (long bit : bits) {
            if (chance(percent)) {
                all |= bit;
            }
        }
        return all;
    }

    /** An address for a call that changes mappings: nearly always a page's start. */
    long address(World.Known task) {
        long at = place(task);
        if (chance(4)) {
            at += random.nextInt(1, (int) PAGE_SIZE);
        }
        recent = at;
        return at;
    }

    /** An address for an access: anywhere within a page, often at its ends. */
    long byteAddress(World.Known task) {
        long page = pageDown(place(task));
        if (!task.maps.isEmpty() && chance(55)) {
            MapLine map = pick(task.maps);
            page = map.start() + PAGE_SIZE * random.nextLong(Math.min(map.pages(), 64));
        }
        return page + (chance(50) ? 0 : chance(50) ? random.nextInt((int) PAGE_SIZE) : pick(1, 4088, 4092, 4095, 2048));
    }

    private long place(World.Known task) {
        int n = random.nextInt(100);
        if (huge && n >= 30) {
            return HUGE_WINDOW + HUGE * random.nextInt(4) + inBlock();
        }
        if (n < 2) {
            return STRANGE[random.nextInt(STRANGE.length)];
        }
        if (n < 12) {
            return pageDown(recent) + pick(0, 0, pageUp(recentLength), PAGE_SIZE, -PAGE_SIZE);
        }
        if (n < 80 && !task.maps.isEmpty()) {
            MapLine map = pick(task.maps);
            return switch (random.nextInt(10)) {
                case 0, 1, 2 -> map.start();
                case 3 -> map.end() - PAGE_SIZE;
                case 4 -> map.end();
                case 5 -> map.start() - PAGE_SIZE;
                default -> map.start() + PAGE_SIZE * random.nextLong(Math.min(map.pages(), 64));
            };
        }
        if (n < 82) {
            return AgentOptions.HEAP_START + PAGE_SIZE * random.nextInt(-2, 24);
        }
        if (n < 84) {
            return AgentOptions.MMAP_TOP - PAGE_SIZE * random.nextInt(1, 40);
        }
        return WINDOW + PAGE_SIZE * random.nextInt(WINDOW_PAGES);
    }

    /** A place in a block of 2 MiB: mostly its start or near, or anywhere. */
    private long inBlock() {
        int n = random.nextInt(10);
        return n < 5 ? 0 : PAGE_SIZE * (n < 7 ? random.nextInt(-2, 3) : random.nextInt(512));
    }

    /** A length from an address on: some pages, or up to where a mapping ends, and now and then absurd. */
    long length(World.Known task, long from) {
        long length = drawLength(task, from);
        recentLength = Math.clamp(length, PAGE_SIZE, 64 * PAGE_SIZE);
        return length;
    }

    private long drawLength(World.Known task, long from) {
        int n = random.nextInt(100);
        if (huge && n >= 60) {
            return HUGE * random.nextInt(1, 4)
                    - (n < 80 ? from & HUGE - 1 : 0)
                    + (n < 95 ? 0 : pick(PAGE_SIZE, -PAGE_SIZE));
        }
        if (n < 2) {
            return 0;
        }
        if (n < 5) {
            return pick(1L << 40, 1L << 46, 1L << 47, -1, -PAGE_SIZE, -from, 1L << 63, AgentOptions.TASK_SIZE);
        }
        if (n < 7) {
            return 1L << 21;
        }
        if (n < 13) {
            return random.nextLong(1, 5 * PAGE_SIZE);
        }
        if (n < 75) {
            for (MapLine map : task.maps) {
                long left = map.end() - from;
                if (map.start() <= from && from < map.end() && left <= 64 * PAGE_SIZE) {
                    return chance(45)
                            ? left
                            : chance(15)
                                    ? left + pick(PAGE_SIZE, -PAGE_SIZE)
                                    : PAGE_SIZE * random.nextLong(1, left / PAGE_SIZE + 2);
                }
            }
        }
        return PAGE_SIZE * (n < 85 ? random.nextInt(1, 5) : random.nextInt(1, 33));
    }

    /** A length of at most 32 pages. */
    long shortLength(World.Known task, long from) {
        long length = length(task, from);
        return Long.compareUnsigned(length, 32 * PAGE_SIZE) > 0 ? PAGE_SIZE * random.nextInt(1, 5) : length;
    }

    long prot() {
        int n = random.nextInt(100);
        if (n < 50) {
            return 3;
        }
        if (n < 97) {
            return random.nextInt(8);
        }
        return pick(8, 0x10, 3 | 0x1000000, 1 | 0x2000000, 0x3000000, -1);
    }

    long offset() {
        if (huge && chance(60)) {
            return HUGE * random.nextInt(3);
        }
        return chance(92)
                ? PAGE_SIZE * (chance(60) ? 0 : random.nextInt(12))
                : pick(1, PAGE_SIZE + 1, -PAGE_SIZE, 1L << 40, 0x7ffffffffffff000L);
    }

    /** A descriptor that the task has, or now and then one that it has not. */
    long fd(World.Known task) {
        return task.fds.isEmpty() || chance(4) ? pick(-1, 99) : pick(task.fds);
    }

    /** A position or size in a file: near the borders of its first pages. */
    long position() {
        int n = random.nextInt(100);
        if (n < 3) {
            return pick(-1, Long.MIN_VALUE);
        }
        if (huge && n < 80) {
            return n < 20 ? HUGE * random.nextInt(4) : HUGE * random.nextInt(3) + nearBlock();
        }
        if (n < 60) {
            return PAGE_SIZE * random.nextInt(16);
        }
        return PAGE_SIZE * random.nextInt(12) + pick(1, 100, 2048, PAGE_SIZE - 1, random.nextInt((int) PAGE_SIZE));
    }

    /** A place in a block of 2 MiB or just before it: near its borders, or anywhere. */
    private long nearBlock() {
        long page = PAGE_SIZE * (chance(50) ? random.nextInt(8) : random.nextInt(512));
        return chance(80) ? page : page + random.nextInt((int) PAGE_SIZE);
    }

    int size() {
        return 1 << random.nextInt(4);
    }
}
