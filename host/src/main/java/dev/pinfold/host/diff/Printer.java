package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Gives;
import dev.pinfold.mm.abi.Group;
import dev.pinfold.mm.abi.Param;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.abi.Signal;
import dev.pinfold.mm.abi.Struct;
import dev.pinfold.mm.abi.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
        String result = switch (op.call().gives()) {
            case NEVER -> "";
            case NEW_TASK -> " = " + task(op.creates());
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
        Param param = op.call().params().get(i);
        return switch (op.args().get(i)) {
            case Arg.Num n when param.kind() == ParamKind.UNUSED -> "";
            case Arg.Num n -> number(op, i, param, n.value());
            case Arg.Text t -> quoted(param.kind() == ParamKind.PATH ? fileName(t.bytes()) : t.bytes());
            case Arg.Task t -> task(t.index());
            case Arg.Members m -> members(param.struct(), m.words());
            case Arg.Ranges r -> ranges(r.words());
            case Arg.Room r -> room(op, i, param, outcome.out());
            case Arg.Buffers b -> buffers(b.parts(), outcome.out());
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

    private static String room(Invocation op, int i, Param param, byte[] out) {
        return switch (param.kind()) {
            case BUFFER_OUT -> quoted(out);
            case PAGES_OUT ->
                vector(out.length == 0 ? new byte[(int) (pageUp(op.num(i + param.measure())) >>> PAGE_SHIFT)] : out);
            case STRUCT_OUT -> out.length < param.struct().bytes() ? "NULL" : struct(param.struct(), out);
            default -> "NULL";
        };
    }

    private static String struct(Struct struct, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> words = new ArrayList<>();
        for (int i = 0; i < struct.members().size(); i++) {
            words.add(struct.memberBytes() == Integer.BYTES ? in.getInt() : in.getLong());
        }
        return struct == Struct.STATUS ? status(words.getFirst().intValue()) : members(struct, words);
    }

    private static String members(Struct struct, List<Long> words) {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < words.size(); i++) {
            long word = words.get(i);
            text.add(struct.members().get(i) + "="
                    + (struct == Struct.RLIMIT && word == Rlimit.RLIM_INFINITY
                            ? "RLIM_INFINITY"
                            : Long.toUnsignedString(word)));
        }
        return text.toString();
    }

    /** The caller's own buffers: what they hold, or what was written there. */
    private static String buffers(List<Arg> parts, byte[] out) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        int at = 0;
        for (Arg part : parts) {
            byte[] bytes = part instanceof Arg.Text t
                    ? t.bytes()
                    : Arrays.copyOfRange(out, Math.min(at, out.length), Math.min(at + part.length(), out.length));
            at += part.length();
            text.add("{iov_base=" + quoted(bytes) + ", iov_len=" + part.length() + "}");
        }
        return text.toString();
    }

    private static String number(Invocation op, int i, Param param, long value) {
        return switch (param.kind()) {
            case LENGTH, OFFSET -> value < 0 || value > 1 << 24 ? hex(value) : Long.toString(value);
            case COUNT, NUMBER, VARYING, UNUSED ->
                op.call() == Syscall.FCNTL && (int) op.num(i - 1) == FileFlags.F_ADD_SEALS
                        ? Group.SEAL.describe(value)
                        : op.call() == MachineStep.FILE
                                ? "fs=" + (value == 1 ? "tmpfs" : "disk")
                                : value > 1 << 24 ? hex(value) : Long.toString(value);
            case FD, TASK, TASK_FD -> Long.toString(value);
            case FLAGS -> flags(op, param, value);
            case CHOICE, DIRECTORY -> named(param, value);
            case MODE -> "0" + Long.toOctalString(value);
            default -> value == 0 ? "NULL" : hex(value);
        };
    }

    private static String flags(Invocation op, Param param, long value) {
        Group group = Objects.requireNonNull(param.group());
        String text = value == 0 ? "0" : group.describe(value);
        return switch (group) {
            case PROT -> value != 0 ? text : op.call() == MachineStep.TOUCH ? "" : "PROT_NONE";
            case OPEN -> (value & FileFlags.O_ACCMODE) != 0 ? text : value == 0 ? "O_RDONLY" : "O_RDONLY|" + text;
            case CLONE -> "flags=" + text;
            default -> text;
        };
    }

    private static String named(Param param, long value) {
        return named(Objects.requireNonNull(param.group()), value);
    }

    private static String named(Group group, long value) {
        String name = group.nameOf(value);
        return name.isEmpty() ? Long.toString(value) : name;
    }

    private static String hex(long value) {
        return Errno.isError(value) ? Long.toString(value) : "0x" + Long.toHexString(value);
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
                if (op.givesTask() && outcome.value() < 1000 && (outcome.value() > 0 || op.call() != Syscall.WAIT4)) {
                    yield task((int) outcome.value());
                }
                yield op.call().gives() == Gives.ADDRESS
                                || op.call() == MachineStep.LOAD
                                || op.call() == MachineStep.CAS
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
                    + (op.call() == Syscall.MINCORE
                            ? vector(out)
                            : quoted(out.length > 64 ? Arrays.copyOf(out, 64) : out));
        }
        return text;
    }
}
