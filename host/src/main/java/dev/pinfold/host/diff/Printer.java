package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Group;
import dev.pinfold.mm.abi.Signal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Prints operations and outcomes as lines of a workload. */
public final class Printer {
    private final String suffix;

    /** A printer for tasks named A, B and so on. */
    public Printer() {
        this("");
    }

    /** A printer for tasks named A, B and so on with a suffix, so that several sequences go into one file. */
    public Printer(String suffix) {
        this.suffix = suffix;
    }

    /** Returns a task's name: A to Z, then T26 and so on. */
    public String task(int index) {
        return (index < 26 ? String.valueOf((char) ('A' + index)) : "T" + index) + suffix;
    }

    /** Returns a line that states an operation and expects an outcome. */
    public String line(Invocation op, CallOutcome outcome) {
        return call(op, outcome) + " = " + result(op, outcome);
    }

    /** Returns a line that states an operation and accepts whatever comes of it. */
    public String line(Invocation op) {
        String result = switch (op.call()) {
            case EXIT, EXIT_GROUP -> "";
            case FORK, VFORK, CLONE -> " = " + task(op.creates());
            default -> " = ?";
        };
        return call(op, CallOutcome.of(CallOutcome.Kind.NO_TASK)) + result;
    }

    /** Returns the call; what it would write is shown as the outcome has it. */
    public String call(Invocation op, CallOutcome outcome) {
        StringJoiner args = new StringJoiner(", ", op.call().text() + "(", ")");
        for (int i = 0; i < op.args().size(); i++) {
            String arg = argument(op, i, outcome);
            if (!arg.isEmpty()) {
                args.add(arg);
            }
        }
        return task(op.task()) + " " + args;
    }

    private String argument(Invocation op, int i, CallOutcome outcome) {
        Param param = i < op.call().params().size() ? op.call().params().get(i) : Param.INT;
        return switch (op.args().get(i)) {
            case Arg.Text t ->
                param == Param.PATH || op.call() == Call.FILE ? quoted(fileName(t.bytes())) : quoted(t.bytes());
            case Arg.Task t -> task(t.index());
            case Arg.Limit l -> limit(l.soft(), l.hard());
            case Arg.Ranges r -> ranges(r.words());
            case Arg.Room r -> room(op, param, outcome);
            case Arg.Num n -> number(op, param, n.value());
        };
    }

    /** Returns what /proc/PID/maps names, with the names of a workload's files as this printer prints them. */
    String mapped(String name, Set<String> files) {
        String deleted = " (deleted)";
        String file = name.endsWith(deleted) ? name.substring(0, name.length() - deleted.length()) : name;
        return files.contains(file) ? file + suffix + name.substring(file.length()) : name;
    }

    /** Files of several sequences in one workload must not meet. */
    private byte[] fileName(byte[] name) {
        byte[] tail = suffix.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(name, name.length + tail.length);
        System.arraycopy(tail, 0, all, name.length, tail.length);
        return all;
    }

    private String room(Invocation op, Param param, CallOutcome outcome) {
        byte[] out = outcome.out();
        return switch (param) {
            case BUFFER_OUT -> quoted(out);
            case VECTOR -> out.length == 0 ? vector(new byte[(int) (pageUp(op.num(1)) >>> PAGE_SHIFT)]) : vector(out);
            case STATUS ->
                out.length < 4
                        ? "NULL"
                        : status(ByteBuffer.wrap(out)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getInt());
            case LIMIT_OUT -> {
                if (out.length < 16) {
                    yield "NULL";
                }
                ByteBuffer b = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
                yield limit(b.getLong(0), b.getLong(8));
            }
            default -> "NULL";
        };
    }

    private String number(Invocation op, Param param, long value) {
        return switch (param) {
            case ADDR, BUFFER_IN, BUFFER_OUT, VECTOR, STATUS, LIMIT_IN, LIMIT_OUT, PATH, NAME, RANGES ->
                value == 0 ? "NULL" : hex(value);
            case SIZE, OFF -> value < 0 || value > 1 << 24 ? hex(value) : Long.toString(value);
            case INT, WIDTH -> value >= 0 && value > 1 << 24 ? hex(value) : Long.toString(value);
            case FD, TASK -> Long.toString(value);
            case PROT ->
                op.call() == Call.TOUCH && value == 0 ? "" : value == 0 ? "PROT_NONE" : flags(Group.PROT, value);
            case MAP -> flags(Group.MAP, value);
            case MREMAP -> flags(Group.MREMAP, value);
            case ADVICE -> named(Group.MADVISE, value);
            case MS -> flags(Group.MSYNC, value);
            case MLOCK -> flags(Group.MLOCK, value);
            case MCL -> flags(Group.MLOCKALL, value);
            case OPENFLAGS -> (value & 3) == 0 ? join("O_RDONLY", flags(Group.OPEN, value)) : flags(Group.OPEN, value);
            case MFD -> flags(Group.MEMFD, value);
            case FALLOC -> flags(Group.FALLOC, value);
            case SEEK -> named(Group.SEEK, value);
            case RWF -> flags(Group.RWF, value);
            case FCNTL -> named(Group.FCNTL, value);
            case SEALS -> op.num(1) == 1033 ? flags(Group.SEAL, value) : Long.toString(value);
            case WAIT -> flags(Group.WAIT, value);
            case CLONE -> "flags=" + flags(Group.CLONE, value);
            case PRCTL -> named(Group.PRCTL, value);
            case RESOURCE -> named(Group.RLIMIT, value);
            case MODE -> "0" + Long.toOctalString(value);
            case FS -> "fs=" + (value == 1 ? "tmpfs" : "disk");
        };
    }

    private static String join(String first, String rest) {
        return rest.equals("0") ? first : first + "|" + rest;
    }

    private static String flags(Group group, long value) {
        return value == 0 ? "0" : group.describe(value);
    }

    private static String named(Group group, long value) {
        String name = group.nameOf(value);
        return name.isEmpty() ? Long.toString(value) : name;
    }

    private static String hex(long value) {
        return Errno.isError(value) ? Long.toString(value) : "0x" + Long.toHexString(value);
    }

    private static String limit(long soft, long hard) {
        return "{rlim_cur=" + one(soft) + ", rlim_max=" + one(hard) + "}";
    }

    private static String one(long limit) {
        return limit == -1 ? "RLIM_INFINITY" : Long.toUnsignedString(limit);
    }

    private static String ranges(List<Long> words) {
        List<String> ranges = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i += 2) {
            ranges.add("{iov_base=" + hex(words.get(i)) + ", iov_len=" + Long.toUnsignedString(words.get(i + 1)) + "}");
        }
        return "[" + String.join(", ", ranges) + "]";
    }

    private static String vector(byte[] bytes) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (byte b : bytes) {
            text.add(Integer.toString(b & 1));
        }
        return text.toString();
    }

    private static String status(int status) {
        return (status & 0x7f) == 0
                ? "[{WIFEXITED(s) && WEXITSTATUS(s) == " + (status >>> 8 & 0xff) + "}]"
                : "[{WIFSIGNALED(s) && WTERMSIG(s) == " + named(Group.SIGNAL, status & 0x7f) + "}]";
    }

    /** Returns bytes as a string with C escapes. */
    static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            if (b == '"' || b == '\\') {
                text.append('\\').append((char) b);
            } else if (b >= ' ' && b < 127) {
                text.append((char) b);
            } else if (b == '\n') {
                text.append("\\n");
            } else if (b == 0 && (i + 1 == bytes.length || bytes[i + 1] < '0' || bytes[i + 1] > '9')) {
                text.append("\\0");
            } else {
                text.append("\\%03o".formatted(b));
            }
        }
        return text.append('"').toString();
    }

    /** Returns what came of an operation as a workload expects it. */
    public String result(Invocation op, CallOutcome outcome) {
        return switch (outcome.kind()) {
            case NO_TASK -> "?";
            case DIED -> "? # the task died";
            case SIGNAL -> signal(outcome.signal(), outcome.code());
            case VALUE -> {
                if (outcome.failed()) {
                    yield "-1 " + Errno.name((int) -outcome.value());
                }
                if (op.creates() >= 0) {
                    yield task(op.creates());
                }
                if (op.call().givesTask()
                        && outcome.value() < 1000
                        && (outcome.value() > 0 || op.call() == Call.GETPID)) {
                    yield task((int) outcome.value());
                }
                yield op.call().givesAddress() || op.call() == Call.LOAD || op.call() == Call.CAS
                        ? "0x" + Long.toHexString(outcome.value())
                        : Long.toUnsignedString(outcome.value());
            }
        };
    }

    private static String signal(int signal, int code) {
        String name = named(Group.SIGNAL, signal);
        Group codes = switch (signal) {
            case Signal.SIGILL -> Group.ILL;
            case Signal.SIGBUS -> Group.BUS;
            default -> Group.SEGV;
        };
        String codeName = codes.nameOf(code);
        if (codeName.isEmpty()) {
            codeName = Group.SI.nameOf(code);
        }
        return name + " " + (codeName.isEmpty() ? "code " + code : codeName);
    }

    /** Returns an outcome for a report: with the signal's address and with bytes. */
    public String shown(Invocation op, CallOutcome outcome) {
        String text = result(op, outcome);
        if (outcome.kind() == CallOutcome.Kind.SIGNAL) {
            text += " at 0x" + Long.toHexString(outcome.address());
        }
        if (outcome.kind() == CallOutcome.Kind.NO_TASK) {
            text = "no such task";
        }
        if (outcome.out().length > 0) {
            byte[] out = outcome.out();
            text += " "
                    + (op.call() == Call.MINCORE
                            ? vector(out)
                            : quoted(out.length > 64 ? Arrays.copyOf(out, 64) : out));
        }
        return text;
    }
}
