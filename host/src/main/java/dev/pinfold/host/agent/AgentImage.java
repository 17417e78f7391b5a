package dev.pinfold.host.agent;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The agent's program as shipped: a static ELF file, with the start of the heap set to where it is wanted. */
final class AgentImage {
    private final byte[] bytes;

    /** An image, its heap at {@code heapStart} (a multiple of 4096). */
    AgentImage(byte[] image, long heapStart) {
        bytes = image.clone();
        ByteBuffer elf = elf();
        elf.putLong(header(Wire.BELOW_HEAP) + 16, heapStart - PAGE_SIZE);
        elf.putLong(header(heapStart - PAGE_SIZE) + 24, heapStart - PAGE_SIZE);
    }

    /** Returns the shipped image as it is. */
    static byte[] shipped() {
        try (InputStream in = AgentImage.class.getResourceAsStream("agent.elf")) {
            if (in == null) {
                throw new AssertionError("the agent is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the bytes of text that the agent maps a second time, above the mapping area. */
    long textSize() {
        return elf().getLong(header(Wire.LINK_BASE) + 40);
    }

    /** Writes the program, executable, into a folder. */
    Path write(Path folder) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "pinfold-agent",
                ".elf",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.write(file, bytes);
    }

    private ByteBuffer elf() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns where the program header of the segment at a virtual address begins. */
    private int header(long virtualAddress) {
        ByteBuffer elf = elf();
        int at = (int) elf.getLong(32);
        for (int i = 0; i < elf.getShort(56); i++, at += 56) {
            if (elf.getInt(at) == 1 && elf.getLong(at + 16) == virtualAddress) {
                return at;
            }
        }
        throw new AssertionError("no segment at 0x" + Long.toHexString(virtualAddress));
    }
}
