package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.space.TaskContext;
import org.jspecify.annotations.Nullable;

/** Paths that calls are given as addresses: {@code getname}. */
final class Paths {
    /** {@code PATH_MAX}; a path as long as this is too long, whatever follows. */
    static final int MOST = Fs.PATH_MAX;

    private Paths() {}

    /** The path at an address, one character a byte; null if it cannot be read. */
    static @Nullable String at(TaskContext t, long address) {
        return UserMemory.string(t, address, MOST);
    }
}
