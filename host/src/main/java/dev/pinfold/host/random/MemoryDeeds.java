package dev.pinfold.host.random;

import static dev.pinfold.host.random.Generator.num;
import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.diff.Invocation;
import dev.pinfold.host.diff.MachineStep;
import dev.pinfold.host.diff.MapLine;
import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Syscall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws of calls on memory, and of accesses to it. */
final class MemoryDeeds {
    private static final long MOST_STACK = 64 << 20;

    private static final long BLOCK = 1 << 21;

    private final Draws draws;

    MemoryDeeds(Draws draws) {
        this.draws = draws;
    }

    Invocation mmap(World.Known task) {
        long flags = draws.chance(draws.huge ? 60 : 65)
                ? Mman.MAP_PRIVATE
                : draws.chance(87) ? Mman.MAP_SHARED : draws.pick(Mman.MAP_SHARED_VALIDATE, 0, 4, 8);
        boolean anonymous = task.fds.isEmpty() ? draws.chance(95) : draws.chance(60);
        if (anonymous) {
            flags |= Mman.MAP_ANONYMOUS;
        }
        int placing = draws.random.nextInt(100);
        flags |= placing < 60 ? Mman.MAP_FIXED : placing < 68 ? Mman.MAP_FIXED_NOREPLACE : 0;
        // GROWSDOWN, DENYWRITE, EXECUTABLE, LOCKED, NORESERVE, POPULATE, NONBLOCK, STACK, SYNC
        flags |= draws.some(4, 0x100, 0x800, 0x1000, 0x2000, 0x8000, 0x10000, 0x20000, 0x80000);
        flags |= draws.some(12, 0x4000);
        // 32BIT, UNINITIALIZED, and bits that nobody knows
        flags |= draws.some(1, 0x40, 0x40, 0x4000000, 0x10000000, 0x200);
        long at = placing >= 68 && draws.chance(70) ? 0 : draws.address(task);
        long fd = anonymous && draws.chance(90) ? -1 : draws.fd(task);
        long offset = anonymous && draws.chance(85) ? 0 : draws.offset();
        return Invocation.of(task.index, Syscall.MMAP, at, draws.length(task, at), draws.prot(), flags, fd, offset);
    }

    Invocation range(World.Known task, Syscall call) {
        long at = draws.address(task);
        return Invocation.of(task.index, call, at, draws.length(task, at));
    }

    Invocation mprotect(World.Known task) {
        long at = draws.address(task);
        long length = draws.length(task, at);
        return draws.chance(4)
                ? Invocation.of(
                        task.index, Syscall.PKEY_MPROTECT, at, length, draws.prot(), draws.pick(-1, -1, 0, 1, 16))
                : Invocation.of(task.index, Syscall.MPROTECT, at, length, draws.prot());
    }

    /** The process's switch for huge pages: on, off, off where they were not asked for, and what does not exist. */
    Invocation huge(World.Known task) {
        int n = draws.random.nextInt(100);
        if (n < 10) {
            return Invocation.of(task.index, Syscall.PRCTL, 42, n == 0 ? 1 : 0, 0, 0, 0);
        }
        long on = n < 60 ? 0 : draws.pick(1, 1, 1, 2, -1);
        long flags = on != 0 && draws.chance(60) ? 2 : draws.chance(95) ? 0 : draws.pick(1, 2, 3, 4);
        return Invocation.of(task.index, Syscall.PRCTL, 41, on, flags, draws.chance(98) ? 0 : 1, 0);
    }

    /** Protection keys, few enough to meet again. Rights leave key 0 alone, which the agent's own memory has. */
    Invocation key(World.Known task) {
        int n = draws.random.nextInt(100);
        if (n < 18) {
            long rights = draws.chance(95) ? draws.random.nextInt(4) : draws.pick(4, -1, 1L << 32);
            return Invocation.of(task.index, Syscall.PKEY_ALLOC, draws.chance(96) ? 0 : 1, rights);
        }
        if (n < 24) {
            return Invocation.of(task.index, Syscall.PKEY_FREE, draws.pick(1, 1, 2, 2, 3, 4, 15, 16, -1));
        }
        if (n < 66) {
            long at = draws.address(task);
            long key = draws.pick(-1, 0, 0, 1, 1, 1, 2, 2, 2, 3, 4, 15, 16, -2);
            return Invocation.of(task.index, Syscall.PKEY_MPROTECT, at, draws.length(task, at), draws.prot(), key);
        }
        if (n < 94) {
            long rights = draws.chance(40) ? draws.pick(0, 0x55555554L) : draws.random.nextLong(1L << 10);
            return Invocation.of(task.index, MachineStep.WRPKRU, rights & ~3L);
        }
        return Invocation.of(task.index, MachineStep.RDPKRU);
    }

    Invocation mremap(World.Known task) {
        long at = draws.address(task);
        long old = draws.chance(4) ? 0 : draws.length(task, at);
        long size = draws.chance(35) ? old : draws.length(task, at);
        // MAYMOVE, FIXED, DONTUNMAP
        long flags = draws.chance(75) ? draws.pick(1, 1, 3, 3, 5, 7) : draws.random.nextInt(16);
        return Invocation.of(task.index, Syscall.MREMAP, at, old, size, flags, draws.address(task));
    }

    Invocation brk(World.Known task) {
        long now = task.brk == 0 ? AgentOptions.HEAP_START : task.brk;
        long to = switch (draws.random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> now + draws.random.nextLong(-3 * PAGE_SIZE, 6 * PAGE_SIZE);
            case 2 -> AgentOptions.HEAP_START + draws.random.nextLong(-PAGE_SIZE, 10 * PAGE_SIZE);
            case 3 -> draws.address(task);
            case 4 -> now - PAGE_SIZE * draws.random.nextInt(4);
            default -> now + PAGE_SIZE * draws.random.nextInt(6);
        };
        return Invocation.of(task.index, Syscall.BRK, to);
    }

    Invocation madvise(World.Known task) {
        // DONTNEED FREE REMOVE DONTFORK DOFORK WIPEONFORK KEEPONFORK POPULATE_READ _WRITE GUARD_INSTALL _REMOVE; then
        // NORMAL RANDOM SEQUENTIAL WILLNEED MERGEABLE UNMERGEABLE NOHUGEPAGE DONTDUMP DODUMP COLD
        // DONTNEED_LOCKED HWPOISON SOFT_OFFLINE and what does not exist
        long advice = draws.chance(55)
                ? draws.pick(4, 4, 4, 8, 9, 10, 11, 18, 19, 22, 23, 102, 103)
                : draws.pick(0, 1, 2, 3, 12, 13, 15, 16, 17, 20, 24, 100, 101, 5, 7, 26, 104, -1, 4);
        if (draws.huge && draws.chance(60)) {
            // HUGEPAGE NOHUGEPAGE MADV_COLLAPSE
            advice = draws.pick(14, 14, 14, Mman.MADV_COLLAPSE, Mman.MADV_COLLAPSE, Mman.MADV_COLLAPSE, 15);
        } else if (draws.huge && draws.chance(50)) {
            // DONTNEED FREE COLD
            advice = draws.pick(4, 8, 20);
        }
        MapLine large = draws.huge && advice == Mman.MADV_COLLAPSE && draws.chance(70) ? large(task) : null;
        if (large != null) {
            long blocks = (large.end() & -BLOCK) - (large.start() + BLOCK - 1 & -BLOCK) >> 21;
            long from = draws.random.nextLong(blocks);
            long length = BLOCK * draws.random.nextLong(1, blocks - from + 1);
            return Invocation.of(
                    task.index, Syscall.MADVISE, (large.start() + BLOCK - 1 & -BLOCK) + from * BLOCK, length, advice);
        }
        long at = draws.address(task);
        return Invocation.of(task.index, Syscall.MADVISE, at, draws.length(task, at), advice);
    }

    /** A mapping that holds an aligned block of 2 MiB and not too many of them, or null. */
    private @Nullable MapLine large(World.Known task) {
        List<MapLine> all = task.maps.stream()
                .filter(m -> (m.end() & -BLOCK) > (m.start() + BLOCK - 1 & -BLOCK) && m.end() - m.start() < 8 * BLOCK)
                .toList();
        return all.isEmpty() ? null : draws.pick(all);
    }

    /** Advice that every kernel treats alike, however it was configured. */
    Invocation plainAdvice(World.Known task) {
        long at = draws.address(task);
        // NORMAL SEQUENTIAL WILLNEED DONTNEED DONTFORK DOFORK DONTDUMP DODUMP POPULATE_READ POPULATE_WRITE
        return Invocation.of(
                task.index,
                Syscall.MADVISE,
                at,
                draws.shortLength(task, at),
                draws.pick(0, 2, 3, 4, 4, 4, 10, 11, 16, 17, 22, 22, 23, 23));
    }

    Invocation msync(World.Known task) {
        long at = draws.address(task);
        return Invocation.of(
                task.index,
                Syscall.MSYNC,
                at,
                draws.length(task, at),
                draws.chance(80) ? draws.pick(1, 2, 4, 6) : draws.random.nextInt(10));
    }

    /** Not where files on a disk are mapped: what of them is in memory depends on what the disk's cache likes. */
    Invocation mincore(World.Known task) {
        if (task.maps.stream().anyMatch(m -> m.name().startsWith("d"))) {
            return access(task);
        }
        long at = draws.address(task);
        long length = draws.length(task, at);
        boolean small = length >= 0 && length <= 64 * PAGE_SIZE;
        Arg vector = small && draws.chance(95) ? new Arg.Room((int) ((length + PAGE_SIZE - 1) / PAGE_SIZE)) : num(0);
        return Invocation.with(task.index, Syscall.MINCORE, num(at), num(length), vector);
    }

    Invocation mlock(World.Known task) {
        long at = draws.address(task);
        long length = draws.chance(8)
                ? draws.pick(8L << 20, (8L << 20) + PAGE_SIZE, (8L << 20) - PAGE_SIZE)
                : draws.length(task, at);
        return switch (draws.random.nextInt(4)) {
            case 0 -> Invocation.of(task.index, Syscall.MLOCK2, at, length, draws.pick(0, 1, 1, 1, 2));
            case 1 -> Invocation.of(task.index, Syscall.MUNLOCK, at, length);
            default -> Invocation.of(task.index, Syscall.MLOCK, at, length);
        };
    }

    Invocation mlockall(World.Known task) {
        return draws.chance(40)
                ? Invocation.of(task.index, Syscall.MUNLOCKALL)
                : Invocation.of(task.index, Syscall.MLOCKALL, draws.pick(1, 2, 3, 5, 6, 7, 0, 4, 8));
    }

    Invocation mseal(World.Known task) {
        long at = draws.address(task);
        return Invocation.of(task.index, Syscall.MSEAL, at, draws.length(task, at), draws.chance(95) ? 0 : 1);
    }

    Invocation odd(World.Known task) {
        long at = draws.address(task);
        return Invocation.of(
                task.index,
                Syscall.REMAP_FILE_PAGES,
                at,
                draws.length(task, at),
                draws.chance(90) ? 0 : 1,
                draws.random.nextInt(8),
                draws.chance(90) ? 0 : draws.pick(0x10000, 1));
    }

    Invocation limit(World.Known task) {
        // FSIZE, DATA, STACK, MEMLOCK, AS
        long which = draws.pick(2, 3, 8, 9, 9, 2, 8, 1);
        if (draws.chance(15)) {
            return Invocation.with(task.index, Syscall.GETRLIMIT, num(which), new Arg.Room(16));
        }
        long mapped = task.maps.stream().mapToLong(m -> m.end() - m.start()).sum();
        long soft = switch (draws.random.nextInt(6)) {
            case 0 -> which == 8 ? 8L << 20 : -1;
            case 1 -> PAGE_SIZE * draws.random.nextInt(64);
            case 2 -> draws.random.nextLong(256 * PAGE_SIZE);
            case 3 -> which == 8 ? 8L << 20 : -1;
            default -> Math.max(0, Math.min(mapped, 1L << 40) + PAGE_SIZE * draws.random.nextInt(-4, 24));
        };
        long hard = which == 8 ? 8L << 20 : -1;
        if (which == 8 && Long.compareUnsigned(soft, hard) > 0 && draws.chance(90)) {
            soft = hard;
        }
        if (which == 3) {
            // A stack without limit grows as far as memory reaches, and one side has more of it.
            soft = soft < 0 ? MOST_STACK : Math.min(soft, MOST_STACK);
        }
        return Invocation.with(task.index, Syscall.SETRLIMIT, num(which), new Arg.Members(List.of(soft, hard)));
    }

    /** An access near what an operation was about. */
    Invocation access(World.Known task, Invocation before) {
        if (before.call().params().isEmpty()
                || before.kind(0) != ParamKind.ADDRESS
                || before.num(0) == 0
                || draws.chance(25)) {
            return access(task);
        }
        long base = before.num(0) & -PAGE_SIZE;
        long pages = Math.clamp(before.num(1) >>> PAGE_SHIFT, 0, 32);
        return access(task, base + PAGE_SIZE * draws.random.nextLong(-1, pages + 2) + (draws.chance(80) ? 0 : 4093));
    }

    Invocation access(World.Known task) {
        return access(task, draws.byteAddress(task));
    }

    private Invocation access(World.Known task, long at) {
        int n = draws.random.nextInt(100);
        int t = task.index;
        if (n < 34) {
            return Invocation.of(t, MachineStep.LOAD, at, draws.size());
        }
        if (n < 74) {
            int size = draws.size();
            long value = draws.random.nextLong(256) * 0x0101010101010101L;
            return Invocation.of(t, MachineStep.STORE, at, size == 8 ? value : value & (1L << 8 * size) - 1, size);
        }
        if (n < 80) {
            return Invocation.of(t, MachineStep.EXEC, at & -PAGE_SIZE);
        }
        if (n < 84) {
            int size = draws.size();
            return Invocation.of(t, MachineStep.CAS, at & -size, 0, draws.random.nextInt(1, 127), size);
        }
        long length =
                draws.chance(50) ? draws.random.nextLong(1, 3 * PAGE_SIZE) : PAGE_SIZE * draws.random.nextInt(1, 9);
        if (n < 90) {
            return Invocation.of(t, MachineStep.FILL, at, length, draws.random.nextInt(256));
        }
        if (n < 93) {
            return Invocation.of(t, MachineStep.CHECK, at, length, draws.chance(60) ? 0 : draws.random.nextInt(256));
        }
        return Invocation.of(t, MachineStep.TOUCH, at, length, draws.pick(0, 2));
    }
}
