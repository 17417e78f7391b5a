package dev.pinfold.mm.device;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.sync.Bytes;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The directory of a device's files in the device's own last pages, so that a machine that opens the device again finds them.
 *
 * <p>Layout, little-endian by {@link ByteBuffer}'s default of the other: {@link #MAGIC}; the number of files; for each its
 * name (length, UTF-8), its size in bytes, and its blocks as runs of (first page of the file, first block counted from the
 * device's start, how many).
 */
final class DaxStore {
    private static final long MAGIC = 0x50494e464f4c4431L;

    private final Device device;
    private final long address;
    private final int bytes;

    DaxStore(Device device) {
        this.device = device;
        int pages = frames(device.frameCount());
        this.address = device.memory().address(device.start() + device.frameCount() - pages);
        this.bytes = pages * (int) PAGE_SIZE;
    }

    /** Pages at the end of a device of so many that are the directory's. */
    static int frames(int all) {
        return Math.max(1, all / 128);
    }

    /** Writes the directory of these files. A directory that does not fit is a device that is full of names. */
    void save(Map<String, DaxMapping> files) {
        ByteBuffer out = ByteBuffer.allocate(bytes);
        try {
            out.putLong(MAGIC).putInt(files.size());
            files.forEach((name, m) -> put(out, name, m));
        } catch (BufferOverflowException e) {
            throw new IllegalStateException("no room for the directory of device " + device.name(), e);
        }
        Bytes.write(out.array(), 0, address, out.position());
    }

    private void put(ByteBuffer out, String name, DaxMapping m) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        out.putInt(utf8.length).put(utf8).putLong(m.size());
        int countAt = out.position();
        out.putInt(0);
        int runs = 0;
        long runPage = 0;
        int runBlock = 0;
        int length = 0;
        for (DaxChunk c = m.nextChunk(0); c != null; c = m.nextChunk(c.next())) {
            for (int i = 0; i < DaxChunk.PAGES; i++) {
                int block = c.blocks[i];
                if (block == 0) {
                    continue;
                }
                if (length > 0 && c.first() + i == runPage + length && block == runBlock + length) {
                    length++;
                    continue;
                }
                runs += run(out, runPage, runBlock, length);
                runPage = c.first() + i;
                runBlock = block;
                length = 1;
            }
        }
        runs += run(out, runPage, runBlock, length);
        out.putInt(countAt, runs);
    }

    private int run(ByteBuffer out, long page, int block, int length) {
        if (length > 0) {
            out.putLong(page).putInt(block - device.start()).putInt(length);
        }
        return length > 0 ? 1 : 0;
    }

    /** Reads the directory, if there is one, into {@code files}. */
    void load(DaxDirectory directory, Map<String, DaxMapping> files) throws IOException {
        byte[] all = new byte[bytes];
        Bytes.read(address, all, 0, bytes);
        ByteBuffer in = ByteBuffer.wrap(all);
        if (in.getLong() != MAGIC) {
            return;
        }
        try {
            int count = in.getInt();
            for (int f = 0; f < count; f++) {
                byte[] utf8 = new byte[in.getInt()];
                in.get(utf8);
                String name = new String(utf8, StandardCharsets.UTF_8);
                DaxMapping m = DaxMapping.file(device, directory, name, in.getLong());
                for (int run = in.getInt(); run > 0; run--) {
                    long page = in.getLong();
                    int block = device.start() + in.getInt();
                    int length = in.getInt();
                    for (int i = 0; i < length; i++) {
                        if (!m.restore(page + i, block + i)) {
                            throw new IOException("the directory of device " + device.name() + " contradicts itself");
                        }
                    }
                }
                files.put(name, m);
            }
        } catch (java.nio.BufferUnderflowException | NegativeArraySizeException e) {
            throw new IOException("the directory of device " + device.name() + " is broken", e);
        }
    }
}
