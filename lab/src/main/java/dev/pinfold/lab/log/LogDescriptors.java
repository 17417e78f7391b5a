package dev.pinfold.lab.log;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The descriptors of a process of a log: which of them stand for files that memory can be mapped from. */
final class LogDescriptors {
    private final Map<Integer, String> paths = new HashMap<>();

    LogDescriptors copy() {
        LogDescriptors copy = new LogDescriptors();
        copy.paths.putAll(paths);
        return copy;
    }

    /** Returns the path a descriptor was opened by, or null where the log does not tell. */
    @Nullable
    String path(int fd) {
        return paths.get(fd);
    }

    void put(int fd, String path) {
        paths.put(fd, path);
    }

    void remove(int fd) {
        paths.remove(fd);
    }
}
