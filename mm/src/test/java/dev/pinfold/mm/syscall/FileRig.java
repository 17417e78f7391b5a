package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.abi.Memfd;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.FdTable;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.frame.FrameConfig;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.ForkTables;
import dev.pinfold.mm.space.Kernel;
import dev.pinfold.mm.space.Layout;
import dev.pinfold.mm.space.Limits;
import dev.pinfold.mm.space.MapRegion;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.SpaceExit;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/** A machine with one task that makes file calls; all memory must be back when it closes. */
final class FileRig implements AutoCloseable {
    static final int CREATE = FileFlags.O_RDWR | FileFlags.O_CREAT;
    static final int SEALABLE = Memfd.MFD_ALLOW_SEALING;
    private static final Site MAP = Site.lock("test file rig: map");

    final Kernel kernel;
    final TaskContext t;

    FileRig() {
        this(4096, true);
    }

    FileRig(int frames, boolean privileged) {
        kernel = new Kernel(
                new Frames(FrameConfig.of(1, frames)), 1, 0, 0, Layout.standard(4), privileged, ForkTables.SHARE);
        Space space = Objects.requireNonNull(Space.create(kernel, kernel.layout(), 0));
        t = new TaskContext(kernel, kernel.nextPid(), 1, space, new FdTable(), new Limits());
    }

    /** One system call. */
    long call(LongSupplier body) {
        t.enterKernel();
        try {
            return body.getAsLong();
        } finally {
            t.exitKernel();
        }
    }

    int open(String path, int flags) {
        return (int) call(() -> Open.call(t, FileFlags.AT_FDCWD, path, flags, 0644));
    }

    int memfd(int flags) {
        return (int) call(() -> MemfdCreate.call(t, "m", flags));
    }

    long size(int fd) {
        return call(() -> FileSize.call(t, fd));
    }

    long truncate(int fd, long bytes) {
        return call(() -> Truncate.call(t, fd, bytes));
    }

    long allocate(int fd, int mode, long offset, long length) {
        return call(() -> Fallocate.call(t, fd, mode, offset, length));
    }

    long write(int fd, int value, int length, long offset) {
        byte[] data = new byte[length];
        Arrays.fill(data, (byte) value);
        return call(() -> Pwrite64.call(t, fd, data, offset));
    }

    /** One character for each 2 KiB: a dot for zero, else the letter. */
    String contents(int fd) {
        StringBuilder s = new StringBuilder();
        byte[] one = new byte[1];
        for (long at = 0; at < size(fd); at += 2048) {
            long offset = at;
            assertThat(call(() -> Pread64.call(t, fd, one, offset))).isOne();
            s.append(one[0] == 0 ? '.' : (char) one[0]);
        }
        return s.toString();
    }

    /** Ranges that lseek takes for data. */
    String data(int fd) {
        StringBuilder s = new StringBuilder();
        long at = seek(fd, 0, Fs.SEEK_DATA);
        while (at >= 0) {
            long end = seek(fd, at, Fs.SEEK_HOLE);
            s.append('[').append(at).append(',').append(end).append(')');
            at = seek(fd, end, Fs.SEEK_DATA);
        }
        return s.toString();
    }

    /** One digit a page, as mincore tells. */
    String incore(int fd) {
        OpenFile f = Objects.requireNonNull(t.files().get(fd));
        StringBuilder s = new StringBuilder();
        for (long i = 0; i < f.mapping().sizePages(); i++) {
            s.append(f.mapping().incore(i) ? '1' : '0');
        }
        f.put(t);
        return s.toString();
    }

    long seek(int fd, long offset, int whence) {
        return call(() -> Lseek.call(t, fd, offset, whence));
    }

    long seal(int fd, int seals) {
        return call(() -> Fcntl.call(t, fd, 1033, seals));
    }

    long fcntl(int fd, int command, long arg) {
        return call(() -> Fcntl.call(t, fd, command, arg));
    }

    /** Maps anonymous memory, or a file's beginning if {@code fd} is not negative. */
    void map(long address, int pages, long flags, int fd) {
        call(() -> {
            OpenFile f = fd < 0 ? null : Objects.requireNonNull(t.files().get(fd));
            t.space().writeLock(MAP);
            long error = MapRegion.map(t, f, address, (long) pages * PAGE_SIZE, flags | VmFlags.VM_MAY_FLAGS, 0);
            t.space().writeUnlock();
            return error;
        });
    }

    @Override
    public void close() {
        call(() -> {
            t.switchTables(null);
            if (t.space().put()) {
                SpaceExit.run(t, t.space());
            }
            t.files().release(t);
            return 0;
        });
        t.leaveCpu();
        List<String> findings = new ArrayList<>();
        kernel.frames().audit(findings::add);
        assertThat(findings).isEmpty();
        assertThat(kernel.frames().usedFrames()).isEqualTo((int) kernel.files().cachedPages());
        kernel.close();
    }
}
