package dev.pinfold.mm.syscall;

import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;
import org.jspecify.annotations.Nullable;

/** Descriptors as calls on files take them. */
final class Files {
    private Files() {}

    /** The file of a descriptor, with a reference; null if there is none or it was opened with {@code O_PATH}. */
    static @Nullable OpenFile get(TaskContext t, int fd) {
        OpenFile f = t.files().get(fd);
        if (f != null && f.isPath()) {
            f.put(t);
            return null;
        }
        return f;
    }
}
