package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.Given;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Linux's file calls, and {@code file}, which declares one. */
final class FileCalls {
    /** The longest string buffer of a read or write; nothing real comes near. */
    private static final int LONGEST = 1 << 30;

    static final Map<String, Handler> HANDLERS = Map.ofEntries(
            Map.entry("file", Handler.of(FileCalls::file)),
            Map.entry("open", Handler.of((t, a) -> t.calls.open(a.path(0), a.integer(1), (int) a.word(2, 0)))),
            Map.entry(
                    "openat",
                    Handler.of((t, a) -> t.calls.openat(a.integer(0), a.path(1), a.integer(2), (int) a.word(3, 0)))),
            Map.entry(
                    "creat",
                    Handler.of((t, a) -> t.calls.open(
                            a.path(0), FileFlags.O_CREAT | FileFlags.O_WRONLY | FileFlags.O_TRUNC, a.integer(1)))),
            Map.entry("close", Handler.of((t, a) -> t.calls.close(a.integer(0)))),
            Map.entry("dup", Handler.of((t, a) -> t.calls.dup(a.integer(0)))),
            Map.entry("dup2", Handler.of((t, a) -> t.calls.dup2(a.integer(0), a.integer(1)))),
            Map.entry("dup3", Handler.of((t, a) -> t.calls.dup3(a.integer(0), a.integer(1), a.integer(2)))),
            Map.entry("memfd_create", Handler.of((t, a) -> t.calls.memfdCreate(a.path(0), a.integer(1)))),
            Map.entry("truncate", Handler.of((t, a) -> t.calls.truncate(a.path(0), a.word(1)))),
            Map.entry("ftruncate", Handler.of((t, a) -> t.calls.ftruncate(a.integer(0), a.word(1)))),
            Map.entry(
                    "fallocate",
                    Handler.of((t, a) -> t.calls.fallocate(a.integer(0), a.integer(1), a.word(2), a.word(3)))),
            Map.entry("read", FileCalls::read),
            Map.entry("pread64", FileCalls::read),
            Map.entry("write", Handler.of(FileCalls::write)),
            Map.entry("pwrite64", Handler.of(FileCalls::write)),
            Map.entry("readv", FileCalls::vector),
            Map.entry("writev", FileCalls::vector),
            Map.entry("preadv", FileCalls::vector),
            Map.entry("pwritev", FileCalls::vector),
            Map.entry("preadv2", FileCalls::vector),
            Map.entry("pwritev2", FileCalls::vector),
            Map.entry("lseek", Handler.of((t, a) -> t.calls.lseek(a.integer(0), a.word(1), a.integer(2)))),
            Map.entry("fsync", Handler.of((t, a) -> t.calls.fsync(a.integer(0)))),
            Map.entry("fdatasync", Handler.of((t, a) -> t.calls.fdatasync(a.integer(0)))),
            Map.entry("unlink", Handler.of((t, a) -> t.calls.unlink(a.path(0)))),
            Map.entry("fcntl", Handler.of((t, a) -> t.calls.fcntl(a.integer(0), a.integer(1), argument(a)))));

    private FileCalls() {}

    private static long file(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        String fs = a.key("fs")
                .map(e -> e instanceof Expr.Name n ? n.name() : "disk")
                .orElse("disk");
        long declared = t.calls.declareFile(a.path(0), a.word(1), fs);
        if (declared < 0 && declared != -Errno.EEXIST) {
            return declared;
        }
        return t.calls.open(a.path(0), FileFlags.O_RDWR, 0);
    }

    private static long argument(Arguments a) throws WorkloadException, Meeting.Nobody {
        // The structures of locks and the like do not concern memory.
        return a.has(2) && !(Expr.plain(a.expr(2)) instanceof Expr.Struct) ? a.word(2) : 0;
    }

    private static StepOutcome read(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        boolean positioned = a.line().name().equals("pread64");
        int fd = a.integer(0);
        long length = a.word(2);
        if (a.string(1).isEmpty()) {
            return StepOutcome.ofSyscall(
                    positioned
                            ? t.calls.pread64(fd, a.word(1), length, a.word(3))
                            : t.calls.read(fd, a.word(1), length));
        }
        byte[] data = new byte[length(a, length)];
        long result = positioned ? t.calls.pread64(fd, data, a.word(3)) : t.calls.read(fd, data);
        return result < 0
                ? StepOutcome.ofSyscall(result)
                : MemoryCalls.returned(result, Given.content(a, 1, data, result));
    }

    private static long write(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        boolean positioned = a.line().name().equals("pwrite64");
        int fd = a.integer(0);
        long length = a.word(2);
        Optional<Expr.Str> string = a.string(1);
        if (string.isEmpty()) {
            return positioned
                    ? t.calls.pwrite64(fd, a.word(1), length, a.word(3))
                    : t.calls.write(fd, a.word(1), length);
        }
        byte[] data = new byte[length(a, length)];
        String bytes = string.get().bytes();
        for (int i = 0; i < data.length && i < bytes.length(); i++) {
            data[i] = (byte) bytes.charAt(i);
        }
        return positioned ? t.calls.pwrite64(fd, data, a.word(3)) : t.calls.write(fd, data);
    }

    /** The six calls on several buffers: all addresses, or all strings, which are content expected or data. */
    private static StepOutcome vector(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        String name = a.line().name();
        boolean write = name.contains("write");
        int fd = a.integer(0);
        boolean positioned = name.startsWith("p");
        long offset = positioned ? a.word(3) : -1;
        boolean flagged = name.endsWith("2");
        int flags = flagged ? a.integer(4) : 0;
        List<Expr.Str> strings = a.strings(1);
        if (strings.isEmpty()) {
            long[] v = a.vector(1, a.word(2));
            if (positioned && !flagged) {
                return StepOutcome.ofSyscall(write ? t.calls.pwritev(fd, v, offset) : t.calls.preadv(fd, v, offset));
            }
            return StepOutcome.ofSyscall(
                    write ? t.calls.pwritev2(fd, v, offset, flags) : t.calls.preadv2(fd, v, offset, flags));
        }
        byte[][] data = new byte[strings.size()][];
        for (int i = 0; i < data.length; i++) {
            data[i] = strings.get(i).bytes().getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[][] room = new byte[data.length][];
        for (int i = 0; i < data.length; i++) {
            room[i] = write ? data[i] : new byte[data[i].length];
        }
        long result = positioned && !flagged && offset < 0
                ? -Errno.EINVAL
                : write ? t.calls.pwritev2(fd, room, offset, flags) : t.calls.preadv2(fd, room, offset, flags);
        return write || result < 0
                ? StepOutcome.ofSyscall(result)
                : MemoryCalls.returned(result, unlike(data, room, result));
    }

    /** The first byte read that is not what the line says. */
    private static List<StepOutcome.Disagreement> unlike(byte[][] wanted, byte[][] read, long count) {
        long at = 0;
        for (int i = 0; i < wanted.length; i++) {
            for (int k = 0; k < wanted[i].length && at < count; k++, at++) {
                if (wanted[i][k] != read[i][k]) {
                    return List.of(new StepOutcome.Disagreement(
                            "the byte " + (wanted[i][k] & 0xff) + " at offset " + at,
                            "the byte " + (read[i][k] & 0xff)));
                }
            }
        }
        return List.of();
    }

    private static int length(Arguments a, long length) throws WorkloadException {
        if (length < 0 || length > LONGEST) {
            throw a.line().error(a.expr(2).at(), Numbers.show(length) + " bytes", "at most 1G with a string");
        }
        return (int) length;
    }
}
