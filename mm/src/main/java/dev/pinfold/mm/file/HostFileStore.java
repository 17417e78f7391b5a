package dev.pinfold.mm.file;

import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Words;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A store that is a real file of the host, read and written directly between it and the frames of the page cache. The
 * file is changed by writeback ({@code fsync}, {@code msync}, closing the machine), as on any disk; its size follows
 * the inode's at once.
 */
public final class HostFileStore implements BackingStore {
    private static final int COPY = 1 << 20;

    private final Path path;
    private final RandomAccessFile file;
    private final FileChannel channel;

    /** Opens {@code path}, which is created if it does not exist. */
    public HostFileStore(Path path) throws IOException {
        this.path = path;
        file = new RandomAccessFile(path.toFile(), "rw");
        channel = file.getChannel();
    }

    private static ByteBuffer buffer(long address, int length) {
        return Words.all().asSlice(address, length).asByteBuffer();
    }

    @Override
    public void read(long offset, long address, int length) throws IOException {
        ByteBuffer b = buffer(address, length);
        while (b.hasRemaining()) {
            int n = channel.read(b, offset + b.position());
            if (n < 0) {
                Bytes.zero(address + b.position(), b.remaining());
                return;
            }
        }
    }

    @Override
    public void write(long offset, long address, int length) throws IOException {
        writeAll(buffer(address, length), offset);
    }

    private void writeAll(ByteBuffer b, long offset) throws IOException {
        int start = b.position();
        while (b.hasRemaining()) {
            channel.write(b, offset + b.position() - start);
        }
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        long end = Math.min(offset + length, channel.size());
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(COPY, Math.max(0, end - offset)));
        for (long at = offset; at < end; at += zeros.limit()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), end - at));
            writeAll(zeros, at);
        }
    }

    @Override
    public void setSize(long size) throws IOException {
        file.setLength(size);
    }

    @Override
    public void collapse(long offset, long length) throws IOException {
        long size = channel.size();
        ByteBuffer b = ByteBuffer.allocate(COPY);
        for (long at = offset + length; at < size; at += COPY) {
            copy(b, at, at - length, (int) Math.min(COPY, size - at));
        }
        channel.truncate(Math.max(offset, size - length));
    }

    @Override
    public void insert(long offset, long length) throws IOException {
        long size = channel.size();
        ByteBuffer b = ByteBuffer.allocate(COPY);
        // From the end downward, so that nothing is overwritten before it moved.
        for (long end = size; end > offset; ) {
            int n = (int) Math.min(COPY, end - offset);
            end -= n;
            copy(b, end, end + length, n);
        }
        zero(offset, length);
    }

    private void copy(ByteBuffer b, long from, long to, int length) throws IOException {
        b.clear().limit(length);
        while (b.hasRemaining() && channel.read(b, from + b.position()) >= 0) {
            // Until all of it is here.
        }
        b.flip();
        writeAll(b, to);
    }

    @Override
    public long initialSize() throws IOException {
        return channel.size();
    }

    @Override
    public void sync() throws IOException {
        channel.force(false);
    }

    @Override
    public void close(boolean delete) throws IOException {
        file.close();
        if (delete) {
            Files.deleteIfExists(path);
        }
    }
}
