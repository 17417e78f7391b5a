package dev.pinfold.host.random;

import static dev.pinfold.host.random.Generator.num;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.host.diff.Invocation;
import dev.pinfold.host.diff.MachineStep;
import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.List;

/** Draws of calls on files. */
final class FileDeeds {
    private static final int MOST_FDS = 12;

    private final Draws draws;
    private final World world;
    private final boolean named;

    /** @param named whether files may have names */
    FileDeeds(Draws draws, World world, boolean named) {
        this.draws = draws;
        this.world = world;
        this.named = named;
    }

    /** A memfd of some size, in one of two steps. */
    Invocation memfd(World.Known task) {
        return task.fds.size() > 2 || !task.fds.isEmpty() && draws.chance(50)
                ? Invocation.of(task.index, Syscall.FTRUNCATE, draws.fd(task), draws.position())
                : Invocation.with(task.index, Syscall.MEMFD_CREATE, Invocation.text("m" + world.memfds++), num(2));
    }

    Invocation open(World.Known task) {
        int n = draws.random.nextInt(100);
        if (task.fds.size() > MOST_FDS || n < 8 && !task.fds.isEmpty()) {
            return Invocation.of(task.index, Syscall.CLOSE, draws.fd(task));
        }
        if (n < 45 && !world.sizesLimited) {
            boolean disk = draws.chance(12);
            String name = (disk ? "d" : "f") + world.files.size();
            world.files.add(name);
            return Invocation.with(
                    task.index,
                    MachineStep.FILE,
                    Invocation.text(name),
                    num(draws.position() & Long.MAX_VALUE & 0xfffff),
                    num(disk ? 0 : 1));
        }
        if (n < 80) {
            // CLOEXEC, ALLOW_SEALING, NOEXEC_SEAL, EXEC
            long flags = draws.chance(90) ? draws.pick(2, 2, 3, 0, 8 | 2, 16) : draws.random.nextInt(64) & ~4;
            return Invocation.with(task.index, Syscall.MEMFD_CREATE, Invocation.text("m" + world.memfds++), num(flags));
        }
        if (world.files.isEmpty()) {
            return Invocation.with(task.index, Syscall.MEMFD_CREATE, Invocation.text("m" + world.memfds++), num(2));
        }
        String name = draws.pick(world.files);
        if (draws.chance(6)) {
            // CREAT, and EXCL, TRUNC, APPEND, CLOEXEC
            long flags = 0100 | draws.random.nextInt(3) | draws.some(20, 0200, 01000, 02000, 02000000);
            return Invocation.with(task.index, Syscall.OPEN, Invocation.text(onDisk(name)), num(flags), num(0600));
        }
        if (draws.chance(4)) {
            name = "nothing";
        }
        // RDONLY, WRONLY, RDWR; TRUNC, APPEND, CLOEXEC
        long flags = draws.random.nextInt(3) | draws.some(6, 01000, 02000, 02000000);
        return Invocation.with(task.index, Syscall.OPEN, Invocation.text(name), num(flags), num(0600));
    }

    Invocation size(World.Known task) {
        if (task.fds.isEmpty() && draws.chance(95)) {
            return named ? open(task) : memfd(task);
        }
        long fd = draws.fd(task);
        if (draws.chance(50)) {
            return Invocation.of(task.index, Syscall.FTRUNCATE, fd, draws.position());
        }
        // KEEP_SIZE, PUNCH_HOLE, COLLAPSE, ZERO, INSERT
        long mode = draws.chance(85) ? draws.pick(0, 1, 3, 3, 3) : draws.pick(2, 8, 16, 32, 17, 64, 7, 128);
        long length = draws.chance(90) ? draws.position() : draws.pick(0, -1, 1);
        return Invocation.of(task.index, Syscall.FALLOCATE, fd, mode, draws.position(), length);
    }

    Invocation data(World.Known task) {
        if (task.fds.isEmpty() && draws.chance(95)) {
            return named ? open(task) : memfd(task);
        }
        if (draws.chance(25)) {
            return vector(task);
        }
        long fd = draws.fd(task);
        int bytes = draws.chance(50) ? draws.random.nextInt(1, 200) : draws.random.nextInt(1, (int) (3 * PAGE_SIZE));
        boolean positioned = draws.chance(70);
        boolean write = draws.chance(60);
        Arg buffer;
        if (draws.chance(65)) {
            long at = draws.byteAddress(task);
            boolean even = draws.chance(20);
            buffer = num(even ? at & -PAGE_SIZE : at);
            bytes = even ? (int) PAGE_SIZE * draws.random.nextInt(1, 4) : bytes;
        } else if (write) {
            buffer = Invocation.text(
                    String.valueOf((char) ('a' + draws.random.nextInt(26))).repeat(bytes));
        } else {
            buffer = new Arg.Room(bytes);
        }
        Syscall call = positioned ? write ? Syscall.PWRITE64 : Syscall.PREAD64 : write ? Syscall.WRITE : Syscall.READ;
        return positioned
                ? Invocation.with(task.index, call, num(fd), buffer, num(bytes), num(draws.position()))
                : Invocation.with(task.index, call, num(fd), buffer, num(bytes));
    }

    /** Reads and writes of several buffers, some of which may fault. */
    private Invocation vector(World.Known task) {
        int parts = draws.random.nextInt(4);
        List<Long> words = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            words.add(draws.byteAddress(task));
            words.add(
                    draws.chance(96)
                            ? draws.random.nextLong(draws.chance(70) ? 200 : 2 * PAGE_SIZE)
                            : draws.pick(-1, Long.MAX_VALUE, 1L << 47));
        }
        boolean write = draws.chance(60);
        Arg fd = num(draws.fd(task));
        Arg list = new Arg.Ranges(words);
        Arg count = num(parts);
        return switch (draws.random.nextInt(3)) {
            case 0 -> Invocation.with(task.index, write ? Syscall.WRITEV : Syscall.READV, fd, list, count);
            case 1 ->
                Invocation.with(
                        task.index, write ? Syscall.PWRITEV : Syscall.PREADV, fd, list, count, num(draws.position()));
            default -> {
                // HIPRI, DSYNC, SYNC, APPEND, NOAPPEND and, which is younger, NOSIGNAL; ATOMIC and what nobody knows
                long flags = draws.chance(92)
                        ? draws.some(15, 1, 2, 4, 0x10, 0x20, named ? 0x100 : 0)
                        : draws.pick(0x40, 0x200, -1);
                long offset = draws.chance(30) ? -1 : draws.position();
                yield Invocation.with(
                        task.index,
                        write ? Syscall.PWRITEV2 : Syscall.PREADV2,
                        fd,
                        list,
                        count,
                        num(offset),
                        num(0),
                        num(flags));
            }
        };
    }

    Invocation other(World.Known task) {
        long fd = draws.fd(task);
        return switch (draws.random.nextInt(12)) {
            case 0 -> Invocation.of(task.index, Syscall.DUP, fd);
            case 5 -> {
                long to = draws.chance(50) ? draws.fd(task) : draws.random.nextInt(3, 16);
                // CLOEXEC
                yield draws.chance(50)
                        ? Invocation.of(task.index, Syscall.DUP2, fd, to)
                        : Invocation.of(task.index, Syscall.DUP3, fd, to, draws.pick(0, 02000000, 1));
            }
            case 6 -> Invocation.with(task.index, Syscall.TRUNCATE, name(), num(draws.position()));
            case 7 ->
                draws.chance(50)
                        ? Invocation.of(task.index, Syscall.FDATASYNC, fd)
                        : Invocation.with(
                                task.index,
                                Syscall.CREAT,
                                Invocation.text(world.files.isEmpty() ? "dnew" : onDisk(draws.pick(world.files))),
                                num(0600));
            case 1 -> Invocation.of(task.index, Syscall.CLOSE, fd);
            case 2 -> Invocation.of(task.index, Syscall.FSYNC, fd);
            // F_DUPFD from 3 on, F_GETFL
            case 3 -> Invocation.of(task.index, Syscall.FCNTL, fd, draws.pick(0, 3), draws.pick(3, 5, 10));
            case 4 -> Invocation.with(task.index, Syscall.UNLINK, name());
            // SET, CUR, END, DATA, HOLE
            default ->
                Invocation.of(
                        task.index,
                        Syscall.LSEEK,
                        fd,
                        draws.chance(80) ? draws.position() : -draws.position() & -1L >>> 1 | Long.MIN_VALUE,
                        draws.pick(0, 0, 1, 2, 3, 4, 5));
        };
    }

    /** A file that a call makes lies on the disk, so it takes no name of one in memory. */
    private static String onDisk(String name) {
        return name.startsWith("d") ? name : "d" + name;
    }

    /** A file that was made, or now and then one that was not. */
    private Arg name() {
        return Invocation.text(draws.chance(10) || world.files.isEmpty() ? "nothing" : draws.pick(world.files));
    }

    Invocation seal(World.Known task) {
        if (task.fds.isEmpty()) {
            return open(task);
        }
        long fd = draws.fd(task);
        // F_ADD_SEALS, F_GET_SEALS; SEAL SHRINK GROW WRITE FUTURE_WRITE EXEC
        return draws.chance(25)
                ? Invocation.of(task.index, Syscall.FCNTL, fd, 1034, 0)
                : Invocation.of(
                        task.index,
                        Syscall.FCNTL,
                        fd,
                        1033,
                        draws.chance(95) ? draws.pick(1, 2, 4, 8, 16, 32, draws.random.nextInt(64)) : 64);
    }
}
