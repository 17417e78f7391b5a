package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.PagemapBits.PM_FILE;
import static dev.pinfold.mm.abi.PagemapBits.PM_MMAP_EXCLUSIVE;
import static dev.pinfold.mm.abi.PagemapBits.PM_PRESENT;

import dev.pinfold.host.random.Profile;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.abi.Syscall;
import dev.pinfold.mm.sync.Lent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Errors as an implementation may have them, put between the comparison and Pinfold's calls. */
enum Planted {
    /** An unaligned address is noticed after the length, not before. */
    WRONG_ERRNO_ORDER(Profile.VMA, WrongErrno::new),
    /** Neighbours that could be one mapping stay two. */
    MISSED_MERGE(Profile.VMA, MissedMerge::new),
    /** MADV_WIPEONFORK is taken and forgotten. */
    LOST_WIPE_ON_FORK(Profile.FORK, LostWipe::new),
    /** The parent's pages stay exclusive at fork. */
    EXCLUSIVE_KEPT_AT_FORK(Profile.FORK, KeptExclusive::new),
    /** A punched hole still shows what was there. */
    STALE_PAGE_AFTER_PUNCH_HOLE(Profile.FILE, StalePage::new),
    /** mremap grows by a page too many. */
    WRONG_MREMAP_LENGTH(Profile.MREMAP, WrongLength::new),
    /** Splitting a mapping loses the guard beside the split. */
    GUARD_LOST_AT_SPLIT(Profile.MADVISE, LostGuard::new),
    /** One page more than RLIMIT_MEMLOCK may be locked. */
    MLOCK_LIMIT_OFF_BY_ONE(Profile.LIMITS, LaxLimit::new),
    /** A descriptor is duplicated to one above the lowest free number. */
    DUP_NOT_LOWEST(Profile.FILE, WrongDup::new),
    /** A store to a read-only page says that nothing is mapped. */
    WRONG_FAULT_CODE(Profile.ALL, WrongCode::new);

    final Profile profile;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor
    private final Supplier<Error> error;

    Planted(Profile profile, Supplier<Error> error) {
        this.profile = profile;
        this.error = error;
    }

    /** Returns what plants the error; one per machine, since tasks share it. */
    UnaryOperator<Calls> between() {
        Error e = error.get();
        return calls -> (Calls) Proxy.newProxyInstance(
                Planted.class.getClassLoader(), new Class<?>[] {Calls.class}, (proxy, method, args) -> {
                    try {
                        @Nullable Object[] given = args == null ? new Object[0] : args;
                        Object result = e.asked(calls, method.getName(), given);
                        return result == null ? method.invoke(calls, given) : result;
                    } catch (InvocationTargetException t) {
                        throw t.getCause() == null ? t : t.getCause();
                    }
                });
    }

    /** An error: answers some calls itself. */
    private abstract static class Error {
        /** What the calls have been lent last. */
        byte[] lent = {};

        /** As {@link #call}, with the name of a call that is made by its number. */
        final @Nullable Object asked(Calls calls, String method, @Nullable Object[] args) {
            if (method.equals("lend") && args[0] instanceof byte[] bytes) {
                lent = bytes;
            }
            Syscall s = method.equals("syscall") ? Syscall.of((int) num(args[0])) : null;
            return s == null
                    ? call(calls, method, args)
                    : call(calls, s.text(), Arrays.copyOfRange(args, 1, args.length));
        }

        /** Returns the answer, or null where the call goes through. */
        abstract @Nullable Object call(Calls calls, String name, @Nullable Object[] args);

        static long num(@Nullable Object arg) {
            return arg instanceof Number n ? n.longValue() : 0;
        }
    }

    private static final class WrongErrno extends Error {
        @Override
        @Nullable
        Object call(Calls calls, String name, @Nullable Object[] args) {
            return name.equals("mprotect") && num(args[0]) % PAGE_SIZE != 0 && num(args[1]) == 0 ? 0L : null;
        }
    }

    private static final class MissedMerge extends Error {
        private final Set<Long> seams = new TreeSet<>();

        @Override
        @Nullable
        Object call(Calls calls, String name, @Nullable Object[] args) {
            if (name.equals("mprotect")) {
                long result = calls.mprotect(num(args[0]), num(args[1]), num(args[2]));
                if (result == 0 && num(args[1]) > 0) {
                    seams.add(num(args[0]));
                }
                return result;
            }
            return name.equals("maps") ? split(calls.maps()) : null;
        }

        private String split(String maps) {
            StringBuilder text = new StringBuilder();
            for (String line : maps.split("\n")) {
                if (line.isBlank()) {
                    continue;
                }
                MapLine map = MapLine.parse(line);
                for (long seam : seams) {
                    if (map.start() < seam && seam < map.end()) {
                        text.append(new MapLine(map.start(), seam, map.perms(), map.offset(), map.name()))
                                .append('\n');
                        map = new MapLine(seam, map.end(), map.perms(), map.offset(), map.name());
                    }
                }
                text.append(map).append('\n');
            }
            return text.toString();
        }
    }

    private static final class LostWipe extends Error {
        @Override
        @Nullable
        Object call(Calls calls, String name, @Nullable Object[] args) {
            if (!name.equals("madvise") || num(args[2]) != 18) {
                return null;
            }
            long result = calls.madvise(num(args[0]), num(args[1]), 18);
            calls.madvise(num(args[0]), num(args[1]), 19);
            return result;
        }
    }

    private static final class KeptExclusive extends Error {
        private boolean forked;

        @Override
        @Nullable
        Object call(Calls calls, String name, @Nullable Object[] args) {
            forked |= name.equals("fork");
            if (!name.equals("pagemap") || !forked) {
                return null;
            }
            long[] entries = calls.pagemap(num(args[0]), (int) num(args[1]));
            for (int i = 0; i < entries.length; i++) {
                if ((entries[i] & PM_PRESENT) != 0 && (entries[i] & PM_FILE) == 0) {
                    entries[i] |= PM_MMAP_EXCLUSIVE;
                }
            }
            return entries;
        }
    }

    private static final class StalePage extends Error {
        @Override
        @Nullable
        Object call(Calls calls, String name, @Nullable Object[] args) {
            if (!name.equals("fallocate") || num(args[1]) != 3 || num(args[3]) <= 0 || num(args[2]) < 0) {
                return null;
            }
            int fd = (int) num(args[0]);
            byte[] old = new byte[1];
            long had = calls.pread64(fd, old, num(args[2]));
            long result = calls.fallocate(fd, 3, num(args[2]), num(args[3]));
            if (result == 0 && had == 1) {
                calls.pwrite64(fd, old, num(args[2]));
            }
            return result;
        }
    }

    private static final class WrongLength extends Error {
        @Override
        @Nullable
        Object call(Calls calls, String name, @Nullable Object[] args) {
            if (!name.equals("mremap") || num(args[2]) <= num(args[1]) || num(args[2]) > 1 << 24) {
                return null;
            }
            return calls.mremap(num(args[0]), num(args[1]), num(args[2]) + PAGE_SIZE, num(args[3]), num(args[4]));
        }
    }

    private static final class LostGuard extends Error {
        @Override
        @Nullable
        Object call(Calls calls, String name, @Nullable Object[] args) {
            if (!name.equals("munmap")) {
                return null;
            }
            long result = calls.munmap(num(args[0]), num(args[1]));
            if (result == 0) {
                calls.madvise(num(args[0]) - PAGE_SIZE, PAGE_SIZE, 103);
            }
            return result;
        }
    }

    private static final class LaxLimit extends Error {
        @Override
        @Nullable
        Object call(Calls calls, String name, @Nullable Object[] args) {
            if (!name.equals("setrlimit") || num(args[0]) != 8 || num(args[1]) < Lent.START) {
                return null;
            }
            ByteBuffer words = ByteBuffer.wrap(lent).order(ByteOrder.LITTLE_ENDIAN);
            int at = (int) (num(args[1]) - Lent.START);
            long soft = words.getLong(at);
            long hard = words.getLong(at + Long.BYTES);
            return soft <= 0 || soft >= hard ? null : calls.setrlimit(8, new long[] {soft + PAGE_SIZE, hard});
        }
    }

    private static final class WrongDup extends Error {
        @Override
        @Nullable
        Object call(Calls calls, String name, @Nullable Object[] args) {
            if (!name.equals("dup")) {
                return null;
            }
            long fd = calls.dup((int) num(args[0]));
            if (fd < 0) {
                return fd;
            }
            long higher = calls.fcntl((int) fd, 0, fd + 1);
            calls.close((int) fd);
            return higher;
        }
    }

    private static final class WrongCode extends Error {
        @Override
        @Nullable
        Object call(Calls calls, String name, @Nullable Object[] args) {
            return name.equals("fault") && calls.fault() == (11 << 8 | 2) ? (Object) (long) (11 << 8 | 1) : null;
        }
    }
}
