package dev.pinfold.mm.frame;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A range of zeroed native memory: {@code mmap} without reservation where the host has it, so that only touched pages
 * cost anything, else a shared {@link Arena}. Reserving memory is all that Pinfold asks of the host.
 */
final class NativeRange {

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    private static final int MADV_HUGEPAGE = 14;

    private static final @Nullable Mmap MMAP = Mmap.find();

    private final long address;
    private final long bytes;
    private final @Nullable Arena arena;

    private NativeRange(long address, long bytes, @Nullable Arena arena) {
        this.address = address;
        this.bytes = bytes;
        this.arena = arena;
    }

    /** Reserves {@code bytes} bytes, page-aligned and zero; throws OutOfMemoryError where the host refuses. */
    static NativeRange reserve(long bytes) {
        if (MMAP != null) {
            return new NativeRange(MMAP.map(bytes), bytes, null);
        }
        Arena arena = Arena.ofShared();
        return new NativeRange(arena.allocate(bytes, PhysicalMemory.FRAME_SIZE).address(), bytes, arena);
    }

    long address() {
        return address;
    }

    /** Asks for 2 MiB pages under a part of the range; only a wish. */
    void adviseHuge(long start, long length) {
        if (MMAP != null) {
            MMAP.advise(start, length, MADV_HUGEPAGE);
        }
    }

    void release() {
        if (arena != null) {
            arena.close();
        } else if (MMAP != null) {
            MMAP.unmap(address, bytes);
        }
    }

    /** The host's three calls, linked once. */
    private record Mmap(MethodHandle mmap, MethodHandle munmap, MethodHandle madvise) {

        static @Nullable Mmap find() {
            boolean linux =
                    System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
            if (!linux || Boolean.getBoolean("pinfold.arena")) {
                return null;
            }
            Linker linker = Linker.nativeLinker();
            SymbolLookup symbols = linker.defaultLookup();
            var l = ValueLayout.JAVA_LONG;
            var i = ValueLayout.JAVA_INT;
            return new Mmap(
                    linker.downcallHandle(symbols.findOrThrow("mmap"), FunctionDescriptor.of(l, l, l, i, i, i, l)),
                    linker.downcallHandle(symbols.findOrThrow("munmap"), FunctionDescriptor.of(i, l, l)),
                    linker.downcallHandle(symbols.findOrThrow("madvise"), FunctionDescriptor.of(i, l, l, i)));
        }

        long map(long bytes) {
            long address;
            try {
                address = (long) mmap.invokeExact(0L, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
            } catch (Throwable t) {
                throw new LinkageError("mmap", t);
            }
            if (address == -1) {
                throw new OutOfMemoryError("the host refuses " + bytes + " bytes of address space");
            }
            return address;
        }

        void unmap(long start, long length) {
            call(munmap, start, length);
        }

        void advise(long start, long length, int advice) {
            try {
                int ignored = (int) madvise.invokeExact(start, length, advice);
            } catch (Throwable t) {
                throw new LinkageError("madvise", t);
            }
        }

        private static void call(MethodHandle handle, long start, long length) {
            int result;
            try {
                result = (int) handle.invokeExact(start, length);
            } catch (Throwable t) {
                throw new LinkageError("munmap", t);
            }
            if (result != 0) {
                throw new AssertionError("the host refuses to unmap its own mapping");
            }
        }
    }
}
