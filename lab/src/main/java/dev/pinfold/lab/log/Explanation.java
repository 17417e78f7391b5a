package dev.pinfold.lab.log;

import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import java.util.Optional;
import java.util.Set;

/** Says whose fault a difference is: what the log had to show and does not, or by which rule another kernel decides. */
record Explanation(Blame fault, String because) {
    private static final Set<String> LOCKS = Set.of("mlock", "mlock2", "mlockall", "munlock");
    private static final Set<String> GROWS = Set.of("mmap", "mremap", "brk");
    /** What a call gives for a file that cannot be mapped at all or not like that. */
    private static final Set<Integer> FILES_OWN = Set.of(
            Errno.EPERM, Errno.EACCES, Errno.ENODEV, Errno.ETXTBSY, Errno.EINVAL, Errno.EIO, Errno.ENXIO, Errno.EAGAIN);
    /** Errors that come from what lies behind memory, or from a policy. */
    private static final Set<Integer> FROM_OUTSIDE = Set.of(Errno.EIO, Errno.EBUSY, Errno.ENXIO, Errno.EINTR);

    private static final long LOW = 65536;

    private static final String LIMITS =
            "how much memory the machine had, its overcommit and the caller's limits decide this;"
                    + " record with \"ulimit -a\" and /proc/sys/vm/overcommit_memory beside it";
    private static final String LOCKING = "whether the caller has CAP_IPC_LOCK, and its RLIMIT_MEMLOCK, decide this;"
            + " record with \"ulimit -l\" and \"id\" beside it";
    private static final String FILE = "what kind of file this is, and how it was mounted, decide this; record with -y";
    private static final String BEFORE =
            "what was mapped before the log began is not in it;" + " record from the start: pinfold record -- PROGRAM";
    private static final String UNSEEN =
            "what a thread without a line in the log has mapped decides this; record with -f";
    private static final String POLICY = "a security module, a filter of system calls or a mount option decides this";

    static Explanation of(LogTask task, Line line, StepOutcome actual, LogWorld world) {
        if (!world.other().isEmpty()) {
            return new Explanation(Blame.RULE, world.other());
        }
        int expected = LogMemory.errno(line);
        int got = actual instanceof StepOutcome.Failed f ? f.errno() : 0;
        return release(line, expected, got, world)
                .or(() -> machine(line, expected))
                .or(() -> unseen(task, line, expected, got))
                .or(() -> outside(line, actual, expected, got))
                .orElse(new Explanation(Blame.PINFOLD, ""));
    }

    private static Optional<Explanation> rule(String because) {
        return Optional.of(new Explanation(Blame.RULE, because));
    }

    private static Optional<Explanation> log(String because) {
        return Optional.of(new Explanation(Blame.LOG, because));
    }

    /** What an older kernel does not have. */
    private static Optional<Explanation> release(Line line, int expected, int got, LogWorld world) {
        Optional<Since.Feature> feature = Optional.empty();
        if (expected == Errno.ENOSYS) {
            feature = Since.call(line.name());
        } else if (expected == Errno.EINVAL) {
            feature = Since.arguments(line);
        } else if (expected == Errno.EFAULT && got == 0 && movesAsItIs(line)) {
            feature = Optional.of(new Since.Feature("moves of several mappings at once", Since.MOVES_MANY));
        }
        if (feature.isPresent()
                && world.kernel.before(
                        feature.get().since(),
                        line.number(),
                        "it has no " + feature.get().name())) {
            return rule("Linux before %s has no %s"
                    .formatted(feature.get().since(), feature.get().name()));
        }
        return Optional.empty();
    }

    /** Says whether a line moves memory to a given place without a change of its size, as one may move several mappings. */
    private static boolean movesAsItIs(Line line) {
        return line.name().equals("mremap")
                && LogFacts.argument(line, 1) == LogFacts.argument(line, 2)
                && (LogFacts.argument(line, 3) & Mman.MREMAP_FIXED) != 0;
    }

    /** What a kernel is built or configured without. */
    private static Optional<Explanation> machine(Line line, int expected) {
        long advice = LogFacts.argument(line, 2);
        if (line.name().equals("madvise") && expected == Errno.EINVAL) {
            if (advice == Mman.MADV_NOHUGEPAGE - 1 || advice == Mman.MADV_NOHUGEPAGE || advice == Mman.MADV_COLLAPSE) {
                return rule("a kernel built without transparent huge pages refuses this advice");
            }
            if (advice == Mman.MADV_MERGEABLE || advice == Mman.MADV_MERGEABLE + 1) {
                return rule("a kernel built without KSM refuses this advice");
            }
            if (advice == Mman.MADV_HWPOISON || advice == Mman.MADV_SOFT_OFFLINE) {
                return rule("a kernel built without memory failure handling refuses this advice");
            }
        }
        boolean low = line.name().equals("mmap")
                && expected == Errno.EPERM
                && (LogFacts.argument(line, 3) & Mman.MAP_FIXED) != 0
                && LogFacts.argument(line, 0) < LOW;
        return low ? rule("vm.mmap_min_addr of that machine was larger") : Optional.empty();
    }

    /** What was mapped when nobody looked. */
    private static Optional<Explanation> unseen(LogTask task, Line line, int expected, int got) {
        if (task.image.seen()) {
            return Optional.empty();
        }
        boolean place =
                expected == 0 || expected == Errno.ENOMEM || expected == Errno.EFAULT || expected == Errno.EEXIST;
        boolean here = got == 0 || got == Errno.ENOMEM || got == Errno.EFAULT || got == Errno.EEXIST;
        boolean about = !line.name().startsWith("pkey_") || line.name().equals("pkey_mprotect");
        return place && here && about ? log(task.image.unseen ? UNSEEN : BEFORE) : Optional.empty();
    }

    /** What limits, rights, files and policies decide of which the log has no line. */
    private static Optional<Explanation> outside(Line line, StepOutcome actual, int expected, int got) {
        String name = line.name();
        int prot = (int) LogFacts.argument(line, 2);
        int flags = (int) LogFacts.argument(line, 3);
        boolean locking = LOCKS.contains(name) || name.equals("mmap") && (flags & Mman.MAP_LOCKED) != 0;
        if (locking
                && (refused(expected) && got == 0
                        || refused(got) && expected == 0
                        || refused(got) && refused(expected))) {
            return log(LOCKING);
        }
        boolean grows = GROWS.contains(name)
                || name.contains("mprotect") && (prot & Mman.PROT_WRITE) != 0
                || name.equals("madvise") && got == 0;
        if (grows && (expected == Errno.ENOMEM || expected == Errno.EAGAIN) && got == 0) {
            return log(LIMITS);
        }
        if (name.equals("brk")
                && actual instanceof StepOutcome.Returned r
                && r.value().word() == LogFacts.argument(line, 0)) {
            return log(LIMITS); // The kernel of the log did not move the end of the heap, and gives no error.
        }
        boolean file = name.equals("mmap") && (flags & Mman.MAP_ANONYMOUS) == 0 && LogFacts.argument(line, 4) >= 0;
        if (file && FILES_OWN.contains(expected) && got == 0) {
            return log(FILE);
        }
        boolean execute = (name.equals("mmap") || name.contains("mprotect")) && (prot & Mman.PROT_EXEC) != 0;
        if ((expected == Errno.EPERM || expected == Errno.EACCES) && got == 0 && (execute || !file)) {
            return log(POLICY);
        }
        if (got == 0 && FROM_OUTSIDE.contains(expected)) {
            return log("the device or the pages behind the memory decide this");
        }
        boolean pool = name.equals("mmap") && got == Errno.ENOMEM && expected == 0 && (flags & Mman.MAP_POPULATE) != 0;
        return pool ? log(LIMITS) : Optional.empty();
    }

    private static boolean refused(int errno) {
        return errno == Errno.ENOMEM || errno == Errno.EAGAIN || errno == Errno.EPERM;
    }
}
