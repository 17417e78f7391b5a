package dev.pinfold.lab.lang;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The text of a workload file: its lines, and errors that point into them. */
public final class Source {
    private final String name;
    private final List<String> lines;
    private final boolean complete;

    private Source(String name, List<String> lines, boolean complete) {
        this.name = name;
        this.lines = lines;
        this.complete = complete;
    }

    /**
     * Reads a file.
     *
     * @throws IOException where it cannot be read
     */
    public static Source read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "a directory, not a file");
        }
        return of(file.toString(), Files.readAllBytes(file));
    }

    /** Takes a text as a file of the given name, which errors and reports will show. */
    public static Source of(String name, String text) {
        return of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Source of(String name, byte[] bytes) {
        return new Source(name, split(decode(bytes)), bytes.length == 0 || bytes[bytes.length - 1] == '\n');
    }

    /**
     * Refuses what is no text.
     *
     * @throws WorkloadException naming the first control character
     */
    public void requireText() throws WorkloadException {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            for (int at = 0; at < line.length(); at++) {
                char c = line.charAt(at);
                if (c < ' ' && c != '\t' && c != '\r' && c != '\f') {
                    // What stands before the first such byte of a binary is rarely text anyway.
                    throw new WorkloadException(
                            name,
                            i + 1,
                            at + 1,
                            "the byte 0x%02x".formatted((int) c),
                            "text: a workload or the output of strace (is this a binary file?)",
                            "");
                }
            }
        }
    }

    private static String decode(byte[] bytes) {
        if (bytes.length > 1 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
            return new String(bytes, StandardCharsets.UTF_16);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            // Paths in a log may be in any encoding; nothing that matters here lies outside ASCII.
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        // Some editors begin a text with a mark of its byte order.
        int start = text.startsWith("\ufeff") ? 1 : 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                end = text.length();
            }
            int stop = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            lines.add(text.substring(start, stop));
            start = end + 1;
        }
        return lines;
    }

    /** Returns the file's name as it was given. */
    public String name() {
        return name;
    }

    /** Says whether the file's name is that of a workload: it ends in {@code .mm}. */
    public boolean isWorkload() {
        return name.endsWith(".mm");
    }

    /** Returns how many lines there are. */
    public int count() {
        return lines.size();
    }

    /** Returns a line by its number, from 1. */
    public String line(int number) {
        return lines.get(number - 1);
    }

    /** Says whether the last line has its end; strace always writes it. */
    public boolean complete() {
        return complete;
    }

    /** Makes the error that points at a place of this file. */
    public WorkloadException error(int line, int column, String found, String expected) {
        String text = line >= 1 && line <= lines.size() ? lines.get(line - 1) : "";
        return new WorkloadException(name, line, column, found, expected, text);
    }
}
