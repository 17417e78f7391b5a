package dev.pinfold.host.proc;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The entries of /proc/PID/pagemap, one 64-bit word per page. */
public final class PagemapReader implements AutoCloseable {
    private final FileChannel file;

    /** Opens the pagemap of a process. */
    public PagemapReader(int pid) throws IOException {
        file = FileChannel.open(Path.of("/proc/" + pid + "/pagemap"), StandardOpenOption.READ);
    }

    /** Returns the entries of {@code pages} pages from an address on; 0 for pages beyond the end of all addresses. */
    public long[] read(long address, int pages) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8 * pages).order(ByteOrder.LITTLE_ENDIAN);
        long at = address >>> PAGE_SHIFT << 3;
        while (buffer.hasRemaining()) {
            int n = file.read(buffer, at + buffer.position());
            if (n <= 0) {
                break;
            }
        }
        long[] entries = new long[pages];
        buffer.rewind().asLongBuffer().get(entries);
        return entries;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
