package dev.pinfold.host.random;

import static dev.pinfold.host.random.Generator.num;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.host.diff.Invocation;
import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Constant;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Gives;
import dev.pinfold.mm.abi.Param;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Draws of system calls of which nothing is known but their rows in the table: each argument is drawn by its kind. A new call
 * is drawn here as soon as it has a row.
 */
final class RowDeeds {
    /** Calls that others draw, with an eye to what can be compared. */
    private static final Set<Syscall> WITH_CARE = EnumSet.of(
            Syscall.READ,
            Syscall.WRITE,
            Syscall.OPEN,
            Syscall.CLOSE,
            Syscall.LSEEK,
            Syscall.MMAP,
            Syscall.MPROTECT,
            Syscall.MUNMAP,
            Syscall.BRK,
            Syscall.PREAD64,
            Syscall.PWRITE64,
            Syscall.READV,
            Syscall.WRITEV,
            Syscall.MREMAP,
            Syscall.MSYNC,
            Syscall.MINCORE,
            Syscall.MADVISE,
            Syscall.DUP,
            Syscall.DUP2,
            Syscall.EXECVE,
            Syscall.WAIT4,
            Syscall.FCNTL,
            Syscall.FSYNC,
            Syscall.FDATASYNC,
            Syscall.TRUNCATE,
            Syscall.FTRUNCATE,
            Syscall.CREAT,
            Syscall.UNLINK,
            Syscall.GETRLIMIT,
            Syscall.MLOCK,
            Syscall.MUNLOCK,
            Syscall.MLOCKALL,
            Syscall.MUNLOCKALL,
            Syscall.PRCTL,
            Syscall.SETRLIMIT,
            Syscall.REMAP_FILE_PAGES,
            Syscall.OPENAT,
            Syscall.FALLOCATE,
            Syscall.DUP3,
            Syscall.PREADV,
            Syscall.PWRITEV,
            Syscall.PRLIMIT64,
            Syscall.PROCESS_VM_READV,
            Syscall.PROCESS_VM_WRITEV,
            Syscall.MEMFD_CREATE,
            Syscall.MLOCK2,
            Syscall.PREADV2,
            Syscall.PWRITEV2,
            Syscall.PKEY_MPROTECT,
            Syscall.PKEY_ALLOC,
            Syscall.PKEY_FREE,
            Syscall.PROCESS_MADVISE,
            Syscall.MSEAL);

    private static final List<Syscall> BY_ROW = EnumSet.complementOf(EnumSet.copyOf(WITH_CARE)).stream()
            .filter(s -> s.gives() != Gives.NEW_TASK && s.gives() != Gives.NEVER)
            .toList();

    private final Draws draws;
    private final World world;

    RowDeeds(Draws draws, World world) {
        this.draws = draws;
        this.world = world;
    }

    Invocation any(World.Known task) {
        Syscall call = draws.pick(BY_ROW);
        List<Arg> args = new ArrayList<>();
        for (Param p : call.params()) {
            args.add(arg(task, p, args));
        }
        for (int i = 0; i < args.size(); i++) {
            Param p = call.params().get(i);
            if (p.measure() != 0) {
                args.set(i + p.measure(), num(measure(p, args.get(i), args.get(i + p.measure()))));
            }
        }
        return new Invocation(task.index, call, args, -1);
    }

    private Arg arg(World.Known task, Param p, List<Arg> before) {
        return switch (p.kind()) {
            case ADDRESS -> num(draws.address(task));
            case LENGTH ->
                num(draws.shortLength(
                        task, before.isEmpty() ? 0 : before.getLast().number()));
            case COUNT, NUMBER, VARYING -> num(draws.chance(85) ? 0 : draws.pick(1, 2, -1));
            case UNUSED -> num(0);
            case OFFSET -> num(draws.position());
            case FD -> num(inMemory(task));
            case DIRECTORY -> num(FileFlags.AT_FDCWD);
            case TASK, TASK_FD ->
                draws.chance(90)
                        ? new Arg.Task(draws.pick(world.living()).index)
                        : num(draws.pick(-1, 0, Integer.MAX_VALUE));
            case FLAGS -> num(draws.chance(60) ? 0 : draws.pick(constants(p)).value());
            case CHOICE -> num(draws.chance(90) ? draws.pick(constants(p)).value() : draws.pick(-1, 999));
            case MODE -> num(0600);
            case PATH -> Invocation.text(world.files.isEmpty() ? "nothing" : draws.pick(world.files));
            case NAME -> Invocation.text("n");
            case BUFFER_IN, BUFFER_OUT -> num(draws.byteAddress(task));
            case VECTOR_IN, VECTOR_OUT, RANGES ->
                new Arg.Ranges(List.of(draws.byteAddress(task), draws.random.nextLong(2 * PAGE_SIZE)));
            case PAGES_OUT -> new Arg.Room(1);
            case STRUCT_IN -> draws.chance(85) ? members(p) : elsewhere(task);
            case STRUCT_OUT -> draws.chance(85) ? new Arg.Room(p.struct().bytes()) : elsewhere(task);
            case STRINGS -> num(0);
        };
    }

    /** A descriptor of a file of which it is certain what of it is in memory. */
    private long inMemory(World.Known task) {
        long fd = draws.fd(task);
        return task.disk.contains((int) fd) ? -1 : fd;
    }

    private Arg members(Param p) {
        List<Long> words = new ArrayList<>();
        for (int i = 0; i < p.struct().members().size(); i++) {
            words.add(draws.chance(30) ? 0 : draws.position());
        }
        return new Arg.Members(words);
    }

    /** A structure that lies in the task's memory, as far as there is any. */
    private Arg elsewhere(World.Known task) {
        return num(draws.chance(30) ? 0 : draws.byteAddress(task));
    }

    private static List<Constant> constants(Param p) {
        return Objects.requireNonNull(p.group()).constants();
    }

    /** As many bytes, entries or pages as what is measured has. */
    private static long measure(Param p, Arg measured, Arg drawn) {
        return switch (measured) {
            case Arg.Ranges r -> r.words().size() / 2;
            case Arg.Room r when p.kind() == ParamKind.PAGES_OUT -> r.bytes() * PAGE_SIZE;
            default -> drawn.number();
        };
    }
}
