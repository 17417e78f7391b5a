package dev.pinfold.lab.log.read;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.lab.lang.Entry;
import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.Mman;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Notices what no log of x86-64 processes on Linux holds, and refuses such a log by its name. */
final class Foreign {
    private static final long FIXED = Mman.MAP_FIXED | Mman.MAP_FIXED_NOREPLACE;

    /** Calls that only 32-bit processes make. */
    private static final Set<String> OF_32_BITS = Set.of(
            "mmap2",
            "old_mmap",
            "_llseek",
            "fstat64",
            "stat64",
            "lstat64",
            "fstatat64",
            "fcntl64",
            "truncate64",
            "ftruncate64",
            "sendfile64",
            "statfs64",
            "fstatfs64",
            "ugetrlimit",
            "getuid32",
            "geteuid32",
            "getgid32",
            "getegid32",
            "setresuid32",
            "setuid32",
            "socketcall",
            "waitpid",
            "sigreturn",
            "sigaction",
            "sigprocmask",
            "_newselect",
            "clock_gettime64",
            "futex_time64",
            "old_select",
            "oldfstat");

    /** Calls that one architecture has alone. */
    private static final Map<String, String> OF_ONE = Map.ofEntries(
            Map.entry("set_tls", "a 32-bit ARM"),
            Map.entry("arm_fadvise64_64", "a 32-bit ARM"),
            Map.entry("riscv_flush_icache", "a RISC-V"),
            Map.entry("riscv_hwprobe", "a RISC-V"),
            Map.entry("s390_runtime_instr", "an s390x"),
            Map.entry("s390_pci_mmio_write", "an s390x"),
            Map.entry("switch_endian", "a POWER"),
            Map.entry("rtas", "a POWER"),
            Map.entry("subpage_prot", "a POWER"),
            Map.entry("sysmips", "a MIPS"),
            Map.entry("getpagesize", "a SPARC"),
            Map.entry("utrap_install", "a SPARC"),
            Map.entry("getxpid", "an Alpha"),
            Map.entry("osf_getsysinfo", "an Alpha"));

    private static final Pattern MODE = Pattern.compile("\\[ ?Process PID=(\\d+) runs in (\\S+)( bit)? mode\\. ?\\]");
    /** What tracers of other systems print and strace does not, with the system. */
    private static final Map<Pattern, String> OTHERS = Map.of(
            Pattern.compile(".*\\bERR#\\d+ '.*|process exit, rval = .*|SIGNAL \\d+ \\(SIG\\w+\\).*"), "FreeBSD's truss",
            Pattern.compile(".*\\bErr#\\d+ E\\w+.*"), "Solaris' truss",
            Pattern.compile("SYSCALL\\(args\\)\\s+= return.*|.*\\)\\t+ = -?\\w+ (?:Err#)?\\d+\\s*"), "macOS' dtruss",
            Pattern.compile("\\s*CPU\\s+ID\\s+FUNCTION:NAME.*|dtrace: .*"), "dtrace",
            Pattern.compile("\\s*\\d+ \\S+\\s+(?:CALL|RET|NAMI)\\s+\\w+.*"), "BSD's ktrace");

    /** By truss, a decimal result with its hexadecimal behind it. */
    private static final Pattern TWICE = Pattern.compile("= \\d+ \\(0x[0-9a-f]+\\)\\s*$");

    private final Source source;
    private final Set<String> otherMode = new HashSet<>();
    private @Nullable String found;
    /** Whether only addresses say so: x86-64 may have them under a kernel that is hardened or set up otherwise. */
    private boolean byAddress;

    private int line;
    private boolean judged;
    private boolean x86;
    private int placed;
    private int even;
    private int oddLengths;
    private int lastLine;

    Foreign(Source source) {
        this.source = source;
    }

    private void found(String what, int where) {
        if (found == null || byAddress) {
            byAddress = false;
            found = what;
            line = Math.max(1, where);
        }
    }

    /** strace said something of itself. */
    void notice(String said) {
        mode(said, lastLine + 1);
    }

    private void mode(String text, int where) {
        Matcher mode = MODE.matcher(text);
        if (!mode.find()) {
            return;
        }
        String what = mode.group(2);
        if (what.equals("64")) {
            otherMode.remove(mode.group(1));
            otherMode.remove("");
        } else if (!judged) {
            found(what.equals("x32") ? "a log of an x32 process" : "a log of a " + what + "-bit process", where);
        } else {
            otherMode.add(mode.group(1));
            otherMode.add("");
        }
    }

    /** Says whether a task runs in a mode that is not followed. */
    boolean otherMode(String task) {
        return !otherMode.isEmpty() && otherMode.contains(task);
    }

    /** A line that looks like a call that x86-64 does not have. */
    void call(String name, int where) {
        if (OF_ONE.containsKey(name)) {
            found("a log of " + OF_ONE.get(name) + " process, by its call " + name, where);
        } else if (OF_32_BITS.contains(name) && otherMode.isEmpty()) {
            found("a log of a 32-bit process (i386, or another), by its call " + name, where);
        }
    }

    /** A line that is no event. */
    void other(String text, int where) {
        if (text.contains("Process PID=")) {
            mode(text, where);
        }
        if (text.indexOf('=') < 0 && text.indexOf(' ') < 0) {
            return;
        }
        OTHERS.forEach((pattern, system) -> {
            if (pattern.matcher(text).matches()) {
                found("a log of " + system, where);
            }
        });
    }

    /** A call was read. */
    void call(Entry.Call call) {
        lastLine = call.line();
        switch (call.name()) {
            case "arch_prctl" -> x86 = true;
            case "execve" -> program(call);
            case "brk" -> {
                judged = true;
                heap(call);
            }
            case "mmap" -> {
                judged = true;
                mapping(call);
            }
            default -> judged |= CallText.judged(call.name());
        }
    }

    private static long word(Entry.Call call, int index) {
        return index < call.arguments().size() && Expr.plain(call.arguments().get(index)) instanceof Expr.Num n
                ? n.value()
                : 0;
    }

    private void foundByAddress(String what, int where) {
        if (found == null) {
            found(what, where);
            byAddress = true;
        }
    }

    private void program(Entry.Call call) {
        address(word(call, 2), call.line(), "the stack");
    }

    private void heap(Entry.Call call) {
        long heap = EventText.word(call);
        if (word(call, 0) == 0 && heap >= 1L << 40 && heap < 1L << 41) {
            foundByAddress("a log of a POWER process, whose heap lies at " + hex(heap), call.line());
        }
        address(heap, call.line(), "the heap");
    }

    private void address(long address, int where, String what) {
        if (address < 0 || address >= 1L << 48) {
            foundByAddress(
                    "a log of another 64-bit architecture's process, with %s at %s".formatted(what, hex(address)),
                    where);
        } else if (address >= 1L << 47) {
            foundByAddress("a log of an arm64 process, with %s at %s".formatted(what, hex(address)), where);
        } else if (address >= 1L << 41 && address < 1L << 42) {
            foundByAddress("a log of an s390x process, with %s at %s".formatted(what, hex(address)), where);
        }
    }

    private void mapping(Entry.Call call) {
        boolean made = call.result().orElseThrow().outcomes().getFirst() instanceof Expectation.Values;
        String text = call.piece().text();
        if (made && TWICE.matcher(text).find() && text.indexOf(", ", call.at()) < 0) {
            found("a log of FreeBSD's truss", call.line());
        }
        long at = EventText.word(call);
        long flags = flags(call);
        if (!made || at % PAGE_SIZE != 0 || word(call, 0) != 0 || (flags & (FIXED | Mman.MAP_32BIT)) != 0) {
            return;
        }
        address(at, call.line(), "mappings");
        if (at > 0 && at < 1L << 32) {
            foundByAddress("a log of a 32-bit process, with mappings at " + hex(at), call.line());
        } else if (at >= 1L << 38 && at < 1L << 39) {
            foundByAddress("a log of an arm64 process, with mappings below 2^39", call.line());
        } else if (at >= 1L << 32 && at < 1L << 38) {
            foundByAddress("a log of a RISC-V process, with mappings below 2^38", call.line());
        } else if (at >= 1L << 39 && at < 1L << 40) {
            foundByAddress("a log of a MIPS process, with mappings below 2^40", call.line());
        } else if (at >= 0x3000_0000_0000L && at < 0x4000_0000_0000L) {
            foundByAddress("a log of a POWER process, with mappings below 2^46", call.line());
        }
        placed++;
        even += at % 0x4000 == 0 ? 1 : 0;
        oddLengths += word(call, 1) % 0x4000 != 0 ? 1 : 0;
    }

    private static long flags(Entry.Call call) {
        return call.arguments().size() > 3 ? bits(call.arguments().get(3)) : 0;
    }

    private static long bits(Expr expr) {
        return switch (Expr.plain(expr)) {
            case Expr.Num n -> n.value();
            case Expr.Const c -> c.value();
            case Expr.Binary b -> bits(b.left()) | bits(b.right());
            default -> 0;
        };
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    /** Refuses the file where something was found. */
    void check(List<LogParts> logs) throws WorkloadException {
        if (found == null && !x86 && placed >= 8 && even == placed && oddLengths > 2) {
            found("a log of a process with pages of 16 KiB or more, by the places of its mappings", 1);
        }
        boolean gvisor = logs.getFirst().dialect == Dialect.GVISOR;
        if (found != null && !(byAddress && x86) && !(gvisor && found.contains("truss"))) {
            throw source.error(line, 1, found, "one of x86-64 processes on Linux, which Pinfold follows");
        }
    }
}
