package dev.pinfold.lab.log;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The descriptors of a process of a log: which of them stand for files that memory can be mapped from. */
final class LogDescriptors {
    /** Where people mount hugetlbfs. */
    private static final Pattern HUGETLBFS = Pattern.compile("^/(?:dev/|mnt/|var/lib/)?huge(?:pages|tlbfs)?[^/]*/");

    private final Map<Integer, String> paths = new HashMap<>();
    private final Set<Integer> pooled = new HashSet<>();

    LogDescriptors copy() {
        LogDescriptors copy = new LogDescriptors();
        copy.paths.putAll(paths);
        copy.pooled.addAll(pooled);
        return copy;
    }

    /** Returns the path a descriptor was opened by, or null where the log does not tell. */
    @Nullable
    String path(int fd) {
        return paths.get(fd);
    }

    void put(int fd, String path) {
        paths.put(fd, path);
        pooled.remove(fd);
    }

    /** Notes that what a descriptor stands for lies in huge pages of a pool. */
    void pool(int fd) {
        pooled.add(fd);
    }

    /** Says whether a descriptor stands for something in huge pages of a pool, as far as the log tells. */
    boolean pooled(int fd) {
        String path = paths.get(fd);
        return pooled.contains(fd)
                || path != null
                        && path.startsWith("/")
                        && HUGETLBFS.matcher(path).find();
    }

    void remove(int fd) {
        paths.remove(fd);
        pooled.remove(fd);
    }
}
