package dev.pinfold.mm.frame;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.sync.Words;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A range of zeroed native memory: {@code mmap} without reservation where the host has it, so that only touched pages
 * cost anything, else a shared {@link Arena}. Reserving memory, and mapping a device's file into it, is all that
 * Pinfold asks of the host.
 */
final class NativeRange {
    private static final int PROT_READ_WRITE = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE =
            Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_NORESERVE;
    private static final int O_RDWR_CLOEXEC = FileFlags.O_RDWR | FileFlags.O_CLOEXEC;
    private static final long COPY = 1 << 24;

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
        return new NativeRange(arena.allocate(bytes, PAGE_SIZE).address(), bytes, arena);
    }

    long address() {
        return address;
    }

    /** Asks for 2 MiB pages under a part of the range; only a wish. */
    void adviseHuge(long start, long length) {
        if (MMAP != null) {
            MMAP.advise(start, length, Mman.MADV_HUGEPAGE);
        }
    }

    /** Makes a part of the range zero again, at the cost of what was touched where the host has {@code mmap}. */
    void clear(long start, long length) {
        if (MMAP != null) {
            MMAP.advise(start, length, Mman.MADV_DONTNEED);
        } else {
            Words.all().asSlice(start, length).fill((byte) 0);
        }
    }

    /**
     * Puts a file's contents into a part of the range: mapped shared where the host can, so that every store reaches the
     * file; else copied in, and copied back by {@link #takeFileOut}. The file gets at least that length.
     */
    static void putFileIn(long start, long length, Path path) throws IOException {
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            if (file.size() < length) {
                file.write(ByteBuffer.allocate(1), length - 1);
            }
            if (MMAP == null) {
                MemorySegment into = Words.all().asSlice(start, length);
                for (long at = 0; at < length; at += COPY) {
                    long n = Math.min(COPY, length - at);
                    ByteBuffer part = into.asSlice(at, n).asByteBuffer();
                    while (part.hasRemaining()) {
                        file.read(part, at + part.position());
                    }
                }
            }
        }
        if (MMAP != null) {
            MMAP.mapFile(start, length, path);
        }
    }

    /** Takes the file out again: what was stored is in it, and the range holds plain memory of undefined contents. */
    static void takeFileOut(long start, long length, Path path) throws IOException {
        if (MMAP != null) {
            MMAP.mapAt(start, length, MAP_PRIVATE_ANONYMOUS_NORESERVE | Mman.MAP_FIXED, -1);
            return;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            for (long at = 0; at < length; at += COPY) {
                ByteBuffer part = Words.all()
                        .asSlice(start + at, Math.min(COPY, length - at))
                        .asByteBuffer();
                while (part.hasRemaining()) {
                    file.write(part, at + part.position());
                }
            }
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
    private record Mmap(
            MethodHandle mmap, MethodHandle munmap, MethodHandle madvise, MethodHandle open, MethodHandle close) {

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
                    linker.downcallHandle(symbols.findOrThrow("madvise"), FunctionDescriptor.of(i, l, l, i)),
                    linker.downcallHandle(
                            symbols.findOrThrow("open"),
                            FunctionDescriptor.of(i, ValueLayout.ADDRESS, i),
                            Linker.Option.firstVariadicArg(2)),
                    linker.downcallHandle(symbols.findOrThrow("close"), FunctionDescriptor.of(i, i)));
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

        void mapAt(long start, long length, int flags, int fd) {
            long address;
            try {
                address = (long) mmap.invokeExact(start, length, PROT_READ_WRITE, flags, fd, 0L);
            } catch (Throwable t) {
                throw new LinkageError("mmap", t);
            }
            if (address != start) {
                throw new OutOfMemoryError("the host refuses to map " + length + " bytes");
            }
        }

        void mapFile(long start, long length, Path path) throws IOException {
            int fd;
            try (Arena strings = Arena.ofConfined()) {
                fd = (int) open.invokeExact(strings.allocateFrom(path.toString()), O_RDWR_CLOEXEC);
            } catch (Throwable t) {
                throw new LinkageError("open", t);
            }
            if (fd < 0) {
                throw new IOException("cannot open " + path);
            }
            try {
                mapAt(start, length, Mman.MAP_SHARED | Mman.MAP_FIXED, fd);
            } finally {
                closeFile(fd);
            }
        }

        private void closeFile(int fd) {
            try {
                int ignored = (int) close.invokeExact(fd);
            } catch (Throwable t) {
                throw new LinkageError("close", t);
            }
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
