package dev.pinfold.mm.abi;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The groups of constants: what one parameter of a call takes, so that a {@code MAP_PRIVATE} among the protection bits is
 * noticed, and values are read and printed by name. The names and values are those of the classes of this package;
 * a group says only where they stand and how they begin.
 */
public enum Group {
    PROT(Mman.class, "PROT_"),
    MAP(Mman.class, "MAP_"),
    MREMAP(Mman.class, "MREMAP_"),
    MSYNC(Mman.class, "MS_"),
    MLOCK(Mman.class, "MLOCK_"),
    MLOCKALL(Mman.class, "MCL_"),
    MADVISE(Mman.class, "MADV_", "POSIX_MADV_"),
    PKEY(Mman.class, "PKEY_"),
    MEMFD(Memfd.class, "MFD_"),
    OPEN(FileFlags.class, "O_", "__O_", "FASYNC"),
    AT(FileFlags.class, "AT_"),
    FCNTL(FileFlags.class, "F_"),
    FD(FileFlags.class, "FD_"),
    FLOCK(FileFlags.class, "F_RDLCK", "F_WRLCK", "F_UNLCK"),
    SEAL(FileFlags.class, "F_SEAL_"),
    FALLOC(Falloc.class, "FALLOC_FL_"),
    SEEK(Fs.class, "SEEK_"),
    RWF(Fs.class, "RWF_"),
    RENAME(Fs.class, "RENAME_"),
    SYNC(Fs.class, "SYNC_FILE_RANGE_"),
    FADVISE(Fadvise.class, "POSIX_FADV_"),
    MODE(Stat.class, "S_"),
    STATX(Stat.class, "STATX_"),
    ACCESS(Unistd.class, "F_", "R_", "W_", "X_"),
    CLONE(Sched.class, "CLONE_", "CSIGNAL"),
    WAIT(Wait.class, "W", "__W"),
    WAITID(Wait.class, "P_"),
    RLIMIT(Rlimit.class, "RLIMIT_"),
    RLIM(Rlimit.class, "RLIM_INFINITY", "RLIM64_"),
    PRCTL(PrctlOptions.class, "PR_"),
    PIDFD(PidfdFlags.class, "PIDFD_"),
    SHM(Shm.class, "SHM_", "IPC_"),
    USERFAULTFD(Userfault.class, "UFFD_"),
    FOLL(Foll.class, "FOLL_"),
    SIGNAL(Signal.class, "SIG"),
    /** Why any signal came; the next ones are of one signal each. */
    SI(Siginfo.class, "SI_"),
    ILL(Siginfo.class, "ILL_"),
    SEGV(Siginfo.class, "SEGV_"),
    BUS(Siginfo.class, "BUS_"),
    CLD(Siginfo.class, "CLD_"),
    ERRNO(Errno.class, "E");

    private final Class<?> home;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> prefixes;

    Group(Class<?> home, String... prefixes) {
        this.home = home;
        this.prefixes = List.of(prefixes);
    }

    /** The constant of a name, or null where Linux has none. */
    public static @Nullable Constant find(String name) {
        return Table.BY_NAME.get(name);
    }

    /** The group of a name such as {@code madvise}, or null. */
    public static @Nullable Group of(String text) {
        for (Group group : values()) {
            if (group.text().equals(text)) {
                return group;
            }
        }
        return null;
    }

    /** The group's own name, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All constants, from the smallest value on. */
    public List<Constant> constants() {
        return Table.BY_GROUP.getOrDefault(this, List.of());
    }

    /** The name of a value, or an empty string. */
    public String nameOf(long value) {
        return printed()
                .filter(c -> c.value() == value)
                .findFirst()
                .map(Constant::name)
                .orElse("");
    }

    /** A value as the names of its bits joined by {@code |}, the rest in hex. */
    public String describe(long value) {
        List<Constant> bits = printed()
                .filter(c -> Long.bitCount(c.value()) == 1 && (c.value() & value) != 0)
                .toList();
        String names = bits.stream().map(Constant::name).collect(Collectors.joining("|"));
        long rest = value & ~bits.stream().mapToLong(Constant::value).sum();
        if (rest == 0 && !bits.isEmpty()) {
            return names;
        }
        return names + (bits.isEmpty() ? "" : "|") + "0x" + Long.toHexString(rest);
    }

    /** An example for a message: {@code PROT_NONE, PROT_READ, PROT_WRITE, …}. */
    public String examples() {
        return printed().limit(3).map(Constant::name).collect(Collectors.joining(", "))
                + (printed().count() > 3 ? ", …" : "");
    }

    private Stream<Constant> printed() {
        return constants().stream().filter(Constant::printed);
    }

    /** How much of a field's name the group's longest fitting prefix is, 0 for a field of another group. */
    private int fits(Field field) {
        int longest = 0;
        for (String prefix : prefixes) {
            if (home == field.getDeclaringClass() && field.getName().startsWith(prefix)) {
                longest = Math.max(longest, prefix.length());
            }
        }
        return longest;
    }

    /** What the classes define, read from them once. */
    private static final class Table {
        static final Map<String, Constant> BY_NAME = new HashMap<>();
        static final Map<Group, List<Constant>> BY_GROUP = new EnumMap<>(Group.class);

        static {
            for (Class<?> home : Stream.of(values()).map(g -> g.home).distinct().toList()) {
                for (Field field : home.getFields()) {
                    enter(field);
                }
            }
            BY_GROUP.values()
                    .forEach(l -> l.sort(comparingLong(Constant::value).thenComparing(comparing(Constant::name))));
        }

        private static void enter(Field field) {
            Group best = PROT;
            for (Group group : values()) {
                best = group.fits(field) > best.fits(field) ? group : best;
            }
            if (best.fits(field) == 0 || !Modifier.isStatic(field.getModifiers())) {
                return;
            }
            try {
                boolean printed = !field.isAnnotationPresent(Unprinted.class);
                Constant constant = new Constant(best, field.getName(), field.getLong(null), printed);
                BY_NAME.put(constant.name(), constant);
                BY_GROUP.computeIfAbsent(best, g -> new ArrayList<>()).add(constant);
            } catch (IllegalAccessException e) {
                throw new AssertionError("a constant that is not public: " + field, e);
            }
        }
    }
}
