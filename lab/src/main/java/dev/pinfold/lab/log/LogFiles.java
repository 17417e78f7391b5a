package dev.pinfold.lab.log;

import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.run.Tally;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.abi.Memfd;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Follows a log's files: descriptors get the numbers they had, files the sizes that the log shows, positions move as
 * they did. Nothing is compared: which files there are and who may open them is no matter of memory.
 */
final class LogFiles {
    private static final int MODE = 0600;

    private final Tally tally;
    /** Sizes that the log showed before a file was opened. */
    private final Map<String, Long> sizes = new HashMap<>();

    private final Set<String> declared = new HashSet<>();

    LogFiles(Tally tally) {
        this.tally = tally;
    }

    /** Returns a path that stands as an argument; what is no string becomes a name of its own. */
    static String path(Line line, int index) {
        Expr expr = Expr.plain(LogFacts.expr(line, index));
        return expr instanceof Expr.Str s
                ? s.bytes()
                : "address " + LogFacts.constant(expr).orElse(0);
    }

    /** Makes a file call of the log. */
    void follow(LogTask task, Line line) {
        OptionalLong result = LogFacts.result(line);
        if (result.isEmpty() || result.getAsLong() < 0) {
            tally.followed();
            return;
        }
        long start = System.nanoTime();
        boolean made = make(task, line, result.getAsLong());
        if (made) {
            tally.called(line.name(), System.nanoTime() - start);
        } else {
            tally.skipped(line.name());
        }
    }

    /** Returns whether the call concerned a file that is known here. */
    private boolean make(LogTask task, Line line, long result) {
        Calls calls = task.calls;
        int fd = (int) LogFacts.argument(line, 0);
        return switch (line.name()) {
            case "open" -> opened(task, path(line, 0), (int) LogFacts.argument(line, 1), (int) result);
            case "openat" -> opened(task, path(line, 1), (int) LogFacts.argument(line, 2), (int) result);
            case "creat" -> opened(task, path(line, 0), FileFlags.O_CREAT | FileFlags.O_TRUNC | 1, (int) result);
            case "memfd_create" -> {
                long made = calls.memfdCreate(path(line, 0), (int) LogFacts.argument(line, 1));
                boolean there = numbered(task, made, (int) result, 0, "");
                if ((LogFacts.argument(line, 1) & Memfd.MFD_HUGETLB) != 0) {
                    task.files.pool((int) result);
                }
                yield there;
            }
            case "close" -> {
                task.files.remove(fd);
                yield calls.close(fd) == 0;
            }
            case "dup", "dup2", "dup3" -> duplicated(task, fd, (int) result, 0);
            case "fcntl" -> fcntl(task, line, fd, result);
            case "truncate" -> calls.truncate(path(line, 0), LogFacts.argument(line, 1)) == 0;
            case "ftruncate" -> calls.ftruncate(fd, LogFacts.argument(line, 1)) == 0;
            case "fallocate" ->
                calls.fallocate(
                                fd,
                                (int) LogFacts.argument(line, 1),
                                LogFacts.argument(line, 2),
                                LogFacts.argument(line, 3))
                        == 0;
            case "fsync" -> calls.fsync(fd) == 0;
            case "fdatasync" -> calls.fdatasync(fd) == 0;
            case "unlink" -> {
                declared.remove(path(line, 0));
                sizes.remove(path(line, 0));
                yield calls.unlink(path(line, 0)) == 0;
            }
            case "read", "write", "readv", "writev" -> moved(task, fd, result);
            case "preadv2", "pwritev2" ->
                LogFacts.argument(line, 3) == -1
                        ? moved(task, fd, result)
                        : reached(task, fd, LogFacts.argument(line, 3) + result);
            case "pread64", "pwrite64", "preadv", "pwritev" -> reached(task, fd, LogFacts.argument(line, 3) + result);
            case "lseek" -> sought(task, line, fd, result);
            default -> false;
        };
    }

    private boolean opened(LogTask task, String path, int flags, int fd) {
        Calls calls = task.calls;
        // Whether the file was there, and whose it was, has been decided by the kernel of the log.
        int kept = flags & (FileFlags.O_ACCMODE | FileFlags.O_TRUNC | FileFlags.O_APPEND | FileFlags.O_CLOEXEC);
        long made = calls.open(path, kept, 0);
        if (made < 0) {
            foldersAbove(calls, path);
            calls.initialState().declareFile(path, sizes.getOrDefault(path, 0L), fileSystem(path));
            declared.add(path);
            made = calls.open(path, kept, 0);
        }
        if (made < 0) {
            made = calls.open(path, kept | FileFlags.O_CREAT, MODE);
        }
        return numbered(task, made, fd, flags & FileFlags.O_CLOEXEC, path);
    }

    /** What was taken for a file, and now has something below it, was a folder: its name goes, and comes back as one. */
    private void foldersAbove(Calls calls, String path) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String above = path.substring(0, slash);
            if (declared.remove(above)) {
                sizes.remove(above);
                calls.unlink(above);
            }
        }
    }

    private static String fileSystem(String path) {
        boolean memory = path.startsWith("/dev/") || path.startsWith("/proc/") || path.startsWith("/sys/");
        return memory ? "tmpfs" : "disk";
    }

    /** Gives a new descriptor the number that it had. */
    private static boolean numbered(LogTask task, long made, int wanted, int flags, String path) {
        Calls calls = task.calls;
        if (made < 0) {
            calls.close(wanted);
            task.files.remove(wanted);
            return false;
        }
        if (made != wanted) {
            calls.dup3((int) made, wanted, flags);
            calls.close((int) made);
        }
        task.files.put(wanted, path);
        return true;
    }

    private static boolean duplicated(LogTask task, int from, int to, int flags) {
        Calls calls = task.calls;
        if (calls.fileSize(from) < 0) {
            calls.close(to);
            task.files.remove(to);
            return false;
        }
        if (from != to) {
            calls.dup3(from, to, flags);
            String path = task.files.path(from);
            task.files.put(to, path == null ? "" : path);
        }
        return true;
    }

    private static boolean fcntl(LogTask task, Line line, int fd, long result) {
        int command = (int) LogFacts.argument(line, 1);
        if (command == FileFlags.F_DUPFD || command == FileFlags.F_DUPFD_CLOEXEC) {
            return duplicated(task, fd, (int) result, command == FileFlags.F_DUPFD ? 0 : FileFlags.O_CLOEXEC);
        }
        boolean plain = LogFacts.constant(LogFacts.expr(line, 2)).isPresent();
        if (plain && (command == FileFlags.F_ADD_SEALS || command == 2 || command == 4)) {
            return task.calls.fcntl(fd, command, LogFacts.argument(line, 2)) >= 0;
        }
        return task.calls.fileSize(fd) >= 0;
    }

    /** A read or a write moved the position. */
    private boolean moved(LogTask task, int fd, long bytes) {
        Calls calls = task.calls;
        long position = calls.lseek(fd, 0, Fs.SEEK_CUR);
        if (position < 0) {
            return false;
        }
        reached(task, fd, position + bytes);
        return calls.lseek(fd, position + bytes, Fs.SEEK_SET) >= 0;
    }

    /** The file is at least so long. */
    private static boolean reached(LogTask task, int fd, long end) {
        Calls calls = task.calls;
        long size = calls.fileSize(fd);
        if (size < 0) {
            return false;
        }
        if (end > size) {
            grow(task, fd, end);
        }
        return true;
    }

    private static void grow(LogTask task, int fd, long size) {
        String path = task.files.path(fd);
        if (path == null || path.isEmpty() || task.calls.truncate(path, size) != 0) {
            task.calls.ftruncate(fd, size);
        }
    }

    private static boolean sought(LogTask task, Line line, int fd, long result) {
        if (LogFacts.argument(line, 2) == Fs.SEEK_END) {
            reached(task, fd, result - LogFacts.argument(line, 1));
        }
        return task.calls.lseek(fd, result, Fs.SEEK_SET) >= 0;
    }

    /** Learns from a call that is passed over what it says of files: sizes, and numbers that mean something else now. */
    void notice(LogTask task, Line line) {
        if (LogFacts.result(line).orElse(-1) < 0) {
            return;
        }
        switch (line.name()) {
            case "fstat" -> size(line, 1, "st_size").ifPresent(n -> reached(task, fd(line), n));
            case "stat", "lstat" -> size(line, 1, "st_size").ifPresent(n -> sizes.put(path(line, 0), n));
            case "newfstatat" -> size(line, 2, "st_size").ifPresent(n -> sizeOf(task, line, n));
            case "statx" -> size(line, 4, "stx_size").ifPresent(n -> sizeOf(task, line, n));
            case "rename" -> renamed(task, path(line, 0), path(line, 1));
            case "renameat", "renameat2" -> renamed(task, path(line, 1), path(line, 3));
            default -> {}
        }
    }

    private static int fd(Line line) {
        return (int) LogFacts.argument(line, 0);
    }

    private static Optional<Long> size(Line line, int index, String key) {
        return Expr.member(LogFacts.expr(line, index), key)
                .map(LogFacts::constant)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .filter(n -> n >= 0);
    }

    private void sizeOf(LogTask task, Line line, long size) {
        String path = path(line, 1);
        if (path.isEmpty()) {
            reached(task, fd(line), size);
        } else {
            sizes.put(path, size);
        }
    }

    private void renamed(LogTask task, String from, String to) {
        Long size = sizes.remove(from);
        if (size != null) {
            sizes.put(to, size);
        }
        task.calls.unlink(to);
        declared.remove(to);
    }

    /** Makes sure that the file of a mapping exists and is as long as what is mapped of it. */
    static void beforeMapping(LogTask task, Line line) {
        int fd = (int) LogFacts.argument(line, 4);
        Calls calls = task.calls;
        if (LogFacts.result(line).isEmpty() || fd < 0) {
            return;
        }
        // What is written in common without having been opened by name is memory rather than a file.
        boolean memory = (LogFacts.argument(line, 3) & 3) == 1 && (LogFacts.argument(line, 2) & 2) != 0;
        String made = (memory ? "memory of descriptor " : "file of descriptor ") + fd;
        String path = task.files.path(fd);
        long size = calls.fileSize(fd);
        boolean guessed = path != null && path.equals("file of descriptor " + fd) && memory;
        if (size < 0 || guessed) {
            // Opened before the log began, or by a call that the log leaves out.
            String name = described(line, 4).orElse(made);
            calls.initialState().declareFile(name, 0, memory ? "tmpfs" : "disk");
            numbered(task, calls.open(name, FileFlags.O_RDWR, 0), fd, 0, name);
            size = 0;
        }
        if (size == 0) {
            grow(task, fd, LogFacts.argument(line, 5) + LogFacts.argument(line, 1));
        }
    }

    /** Returns the path that {@code strace -y} prints behind a descriptor. */
    private static Optional<String> described(Line line, int index) {
        return LogFacts.expr(line, index) instanceof Expr.Described d ? Optional.of(d.description()) : Optional.empty();
    }
}
