package dev.pinfold.host.diff;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the files of a workload lie on this machine: one folder on a disk and one in memory. A file's name in the
 * workload may be any path; here it becomes a name in one of the folders, and back again for reports.
 */
final class WorkFolders implements AutoCloseable {
    private final Path disk;
    private final Path memory;
    private final Map<String, Path> paths = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    /** The folders carry this process's id, so that the next one knows what nobody needs any more. */
    private static final String PREFIX = "pinfold-diff-";

    WorkFolders() {
        try {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            Path shm = Path.of("/dev/shm");
            disk = make(temporary);
            memory = Files.isWritable(shm) ? make(shm) : disk;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path make(Path parent) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : old) {
                if (abandoned(folder)) {
                    sweep(folder);
                }
            }
        }
        String mine = PREFIX + ProcessHandle.current().pid() + "-";
        return Files.createTempDirectory(parent, mine).toRealPath();
    }

    /** Another process may be at it too; what stays is there for the next. */
    private static void sweep(Path folder) {
        try {
            clear(folder);
            Files.deleteIfExists(folder);
        } catch (IOException | UncheckedIOException e) {
            folder.toFile().deleteOnExit();
        }
    }

    private static boolean abandoned(Path folder) {
        String[] parts = folder.getFileName().toString().split("-", -1);
        try {
            return parts.length == 4
                    && Files.isWritable(folder)
                    && ProcessHandle.of(Long.parseLong(parts[2])).isEmpty();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Returns where a file lies; one that was never declared lies on the disk. */
    Path path(String name) {
        return paths.computeIfAbsent(name, n -> remember(n, disk));
    }

    /** Says on which kind of file system a file is to lie, and returns where that is. */
    Path declare(String name, boolean tmpfs) {
        Path folder = tmpfs ? memory : disk;
        Path known = paths.get(name);
        if (known != null && folder.equals(known.getParent())) {
            return known;
        }
        // What was only named so far lay nowhere.
        Path path = remember(name, folder);
        paths.put(name, path);
        return path;
    }

    private Path remember(String name, Path folder) {
        Path path = folder.resolve("f" + names.size() + "-" + name.replaceAll("[^A-Za-z0-9._-]", "_"));
        names.put(path.toString(), name);
        return path;
    }

    /** Returns the name in the workload of what /proc/PID/maps names. */
    String name(String mapped) {
        String suffix = " (deleted)";
        boolean deleted = mapped.endsWith(suffix);
        String path = deleted ? mapped.substring(0, mapped.length() - suffix.length()) : mapped;
        String name = names.get(path);
        return name == null ? mapped : deleted ? name + suffix : name;
    }

    /** Says whether what a mapping is called in the workload lies on the disk. */
    boolean onDisk(String name) {
        String suffix = " (deleted)";
        Path path = paths.get(name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name);
        return path != null && disk.equals(path.getParent());
    }

    /** Removes all files. */
    void clear() {
        clear(disk);
        clear(memory);
        paths.clear();
        names.clear();
    }

    private static void clear(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            clear(disk);
            clear(memory);
            Files.deleteIfExists(disk);
            Files.deleteIfExists(memory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
