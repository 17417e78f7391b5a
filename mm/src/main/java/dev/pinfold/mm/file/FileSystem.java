package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Mutex;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Witness;
import dev.pinfold.mm.table.TableCursor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a machine by name, and files without one. One tree of names from {@code /}, which is also where relative
 * paths begin; below {@code /dev/shm} lies a tmpfs, everything else is on a disk like ext4. Declaring a file makes the
 * directories above it.
 */
public final class FileSystem {
    /** Pages read ahead at most, unless the machine is built with another number: 8 MiB, as disks of virtual machines have. */
    public static final int READAHEAD_PAGES = 2048;

    private static final int MODE_FILE = 0644;
    private static final int MODE_DIRECTORY = 0755;
    private static final int MODE_MEMFD = 0777;
    private static final int MODE_DEVICE = 0666;
    private static final String TMPFS = "/dev/shm/";

    private static final Site LOOKUP = Site.lock("names: lock over a look-up");
    private static final Site CHANGE = Site.lock("names: lock over a new or removed name");

    private final Frames frames;
    private final CommitAccount account;
    private final int readaheadPages;
    private WritebackPinned writebackPinned = WritebacksPinned.BOUNCE;
    private final Quota tmpfs;
    private final Quota disk = new Quota(Quota.UNLIMITED);
    private final Quota unlimited = new Quota(Quota.UNLIMITED);

    private final Mutex lock = new Mutex(LockClass.NAMESPACE);
    private final Witness witness = new Witness();
    /** Absolute path, without a slash at the end, to what it names; under the lock. The root is the empty path. */
    private final TreeMap<String, Inode> names = new TreeMap<>();

    /** Directory to the files below it that are of another kind; under the lock. */
    private final Map<String, Mounted> mounts = new HashMap<>();

    /** What an open gave: a file with one reference, or a negated errno. */
    public record Opened(long error, @Nullable OpenFile file) {
        static Opened failed(int errno) {
            return new Opened(-errno, null);
        }
    }

    /**
     * The files of a new machine: none but a few devices and directories.
     *
     * @param account where shared memory is promised
     * @param readaheadPages the most pages that are read ahead, 0 for none
     */
    public FileSystem(Frames frames, CommitAccount account, int readaheadPages) {
        this.frames = frames;
        this.account = account;
        this.readaheadPages = readaheadPages;
        tmpfs = new Quota(frames.frames() / 2);
        frames.setReclaimer(this::reclaim);
        for (String d : new String[] {"", "/dev", "/dev/shm", "/tmp"}) {
            link(d, new Inode(Inode.Kind.DIRECTORY, null, d.isEmpty() ? "/" : d, MODE_DIRECTORY));
        }
        link("/dev/zero", new Inode(Inode.Kind.ZERO, null, "/dev/zero", MODE_DEVICE));
        link("/dev/null", new Inode(Inode.Kind.NULL, null, "/dev/null", MODE_DEVICE));
    }

    /** Makes the choice of the design point {@code WRITEBACK_PINNED}. Preconditions: there is no file yet. */
    public void setWritebackPinned(WritebackPinned choice) {
        writebackPinned = choice;
    }

    // --- files without a name
    // -----------------------------------------------------------------------------------------

    /**
     * {@code memfd_create}: an empty file in memory, open for reading and writing.
     *
     * @param sealable whether seals may be added
     * @param executable whether it has the execute permission, which is sealed away otherwise
     * @param pageShift binary logarithm of its pages' size: 12, or that of a huge page
     */
    public OpenFile memfd(String name, boolean sealable, boolean executable, int pageShift) {
        int seals = executable ? (sealable ? 0 : FileFlags.F_SEAL_SEAL) : FileFlags.F_SEAL_EXEC;
        ShmemMapping m = new ShmemMapping(frames, account, unlimited, 0, -1, seals, pageShift);
        int mode = executable ? MODE_MEMFD : MODE_MEMFD & ~0111;
        Inode.Kind kind = pageShift == PAGE_SHIFT ? Inode.Kind.SHMEM : Inode.Kind.HUGETLB;
        Inode inode = new Inode(kind, m, "/memfd:" + name + " (deleted)", mode);
        return new OpenFile(inode, FileFlags.O_RDWR | FileFlags.O_LARGEFILE, false, readaheadPages);
    }

    /**
     * The file behind a shared anonymous mapping ({@code shmem_zero_setup}).
     *
     * @param bytes its length, page-aligned
     * @param noReserve whether pages are promised only when they are allocated ({@code VM_NORESERVE})
     * @return null if that much memory cannot be promised
     */
    public @Nullable OpenFile sharedAnonymous(long bytes, boolean noReserve) {
        long pages = bytes >>> PAGE_SHIFT;
        if (!noReserve && account.tryAdd(pages) < 0) {
            return null;
        }
        ShmemMapping m = new ShmemMapping(
                frames, account, unlimited, bytes, noReserve ? -1 : pages, FileFlags.F_SEAL_SEAL, PAGE_SHIFT);
        Inode inode = new Inode(Inode.Kind.SHMEM, m, "/dev/zero (deleted)", MODE_MEMFD);
        return new OpenFile(inode, FileFlags.O_RDWR, false, readaheadPages);
    }

    /** An open file that stands for a process. */
    public OpenFile process(String name) {
        return new OpenFile(new Inode(Inode.Kind.PIDFD, null, name, MODE_DEVICE), FileFlags.O_RDWR, false, 0);
    }

    /** An open file that is no file: a pipe, a socket, a terminal. */
    public OpenFile stream(String name, int flags) {
        return new OpenFile(new Inode(Inode.Kind.STREAM, null, name, MODE_DEVICE), flags, false, 0);
    }

    // --- names
    // --------------------------------------------------------------------------------------------------------

    /**
     * Makes a file exist, of a size and all hole.
     *
     * @param tmpfsFile in memory; else on the disk, unless the path lies in a tmpfs
     * @return 0, -EEXIST, or what is wrong with the path
     */
    public long declare(String path, long bytes, boolean tmpfsFile) {
        return add(path, tmpfsFile, null, bytes);
    }

    /** Makes a file exist whose contents lie in a store. Returns 0, -EEXIST, -EIO, or what is wrong with the path. */
    public long attach(String path, BackingStore store) {
        return add(path, false, store, 0);
    }

    private long add(String path, boolean tmpfsFile, @Nullable BackingStore store, long bytes) {
        String at = resolve(path);
        if (at == null || at.isEmpty() || path.endsWith("/")) {
            return -Errno.EINVAL;
        }
        lock.lock(CHANGE);
        witness.change();
        try {
            if (names.containsKey(at)) {
                return -Errno.EEXIST;
            }
            for (int slash = at.indexOf('/', 1); slash > 0; slash = at.indexOf('/', slash + 1)) {
                String d = at.substring(0, slash);
                Inode there = names.get(d);
                if (there == null) {
                    link(d, new Inode(Inode.Kind.DIRECTORY, null, d, MODE_DIRECTORY));
                } else if (there.kind() != Inode.Kind.DIRECTORY) {
                    return -Errno.ENOTDIR;
                }
            }
            link(at, create(path, at, tmpfsFile, store, bytes, MODE_FILE));
            return 0;
        } catch (IOException e) {
            return -Errno.EIO;
        } finally {
            lock.unlock();
        }
    }

    private Inode create(String path, String at, boolean tmpfsFile, @Nullable BackingStore store, long bytes, int mode)
            throws IOException {
        if (tmpfsFile || at.startsWith(TMPFS)) {
            ShmemMapping m = new ShmemMapping(frames, account, tmpfs, bytes, -1, FileFlags.F_SEAL_SEAL, PAGE_SHIFT);
            return new Inode(Inode.Kind.SHMEM, m, path, mode);
        }
        Mounted mounted = mountOf(at);
        if (mounted != null) {
            return new Inode(Inode.Kind.DAX, mounted.create(at.substring(at.lastIndexOf('/') + 1), bytes), path, mode);
        }
        DiskMapping m = store == null
                ? new DiskMapping(frames, new SparseStore(), disk, writebackPinned, bytes, false)
                : new DiskMapping(frames, store, disk, writebackPinned, store.initialSize(), true);
        return new Inode(Inode.Kind.DISK, m, path, mode);
    }

    private void link(String at, Inode inode) {
        names.put(at, inode);
        inode.link();
    }

    /** Files of another kind, below one directory. Called with the lock over names held. */
    public interface Mounted {
        /** A new file of a size, all hole. */
        FileMapping create(String name, long bytes) throws IOException;

        /** A file has lost its name. */
        void unlinked(String name);
    }

    /**
     * Puts files of another kind below a directory, which this makes.
     *
     * @param at the directory, {@code "/pmem0"}
     * @param there the files that exist already, by name
     */
    public void mount(String at, Mounted files, Map<String, FileMapping> there) {
        lock.lock(CHANGE);
        link(at, new Inode(Inode.Kind.DIRECTORY, null, at, MODE_DIRECTORY));
        there.forEach((name, m) -> {
            String path = at + "/" + name;
            link(path, new Inode(Inode.Kind.DAX, m, path, MODE_FILE));
        });
        mounts.put(at, files);
        lock.unlock();
    }

    /** Gives a name to a device that is one file as a whole. */
    public void addDevice(String at, FileMapping m) {
        lock.lock(CHANGE);
        link(at, new Inode(Inode.Kind.DEVICE_DAX, m, at, MODE_DEVICE));
        lock.unlock();
    }

    private @Nullable Mounted mountOf(String at) {
        return mounts.get(at.substring(0, Math.max(0, at.lastIndexOf('/'))));
    }

    /** Whether a name leads somewhere. */
    public boolean exists(String path) {
        String at = resolve(path);
        lock.lock(LOOKUP);
        witness.read();
        boolean there = at != null && names.containsKey(at);
        lock.unlock();
        return there;
    }

    /** The absolute path without dots and double slashes; null if it is empty. Dots are resolved by the letter. */
    private static @Nullable String resolve(String path) {
        if (path.isEmpty()) {
            return null;
        }
        StringBuilder at = new StringBuilder();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                at.setLength(Math.max(0, at.lastIndexOf("/")));
            } else if (!part.isEmpty() && !part.equals(".")) {
                at.append('/').append(part);
            }
        }
        return at.toString();
    }

    /** What is wrong with the way to a path's last part: 0, -ENOENT, -ENOTDIR, -ENAMETOOLONG. Under the lock. */
    private long walk(String path) {
        if (path.isEmpty()) {
            return -Errno.ENOENT;
        }
        if (path.length() >= Fs.PATH_MAX) {
            return -Errno.ENAMETOOLONG;
        }
        StringBuilder at = new StringBuilder();
        String[] parts = path.split("/", -1);
        int last = parts.length - 1;
        while (last > 0 && parts[last].isEmpty()) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            String part = parts[i];
            if (part.length() > Fs.NAME_MAX) {
                return -Errno.ENAMETOOLONG;
            }
            if (part.equals("..")) {
                at.setLength(Math.max(0, at.lastIndexOf("/")));
            } else if (!part.isEmpty() && !part.equals(".")) {
                at.append('/').append(part);
            }
            Inode there = i < last ? names.get(at.toString()) : null;
            if (i < last && there == null) {
                return -Errno.ENOENT;
            }
            if (there != null && there.kind() != Inode.Kind.DIRECTORY) {
                return -Errno.ENOTDIR;
            }
        }
        return 0;
    }

    /** Whether flags go together: {@code build_open_flags}. */
    public static boolean together(int flags) {
        if ((flags & FileFlags.O_PATH) != 0) {
            return true;
        }
        boolean creates = (flags & FileFlags.O_CREAT) != 0;
        boolean directory = (flags & FileFlags.O_DIRECTORY) != 0;
        return (flags & FileFlags.__O_TMPFILE) != 0
                ? directory && !creates && (flags & FileFlags.O_ACCMODE) != FileFlags.O_RDONLY
                : !creates || !directory;
    }

    /**
     * {@code open}.
     *
     * @param flags O_ flags that {@link #together go together}
     * @param mode permissions of a new file, the usual mask of 022 not yet taken off
     * @param privileged whether permissions do not count
     */
    public Opened open(FileTask t, String path, int flags, int mode, boolean privileged) {
        boolean pathOnly = (flags & FileFlags.O_PATH) != 0;
        boolean creates = !pathOnly && (flags & FileFlags.O_CREAT) != 0;
        boolean directory = (flags & FileFlags.O_DIRECTORY) != 0;
        boolean temporary = !pathOnly && (flags & FileFlags.__O_TMPFILE) != 0;
        Inode inode;
        boolean made = false;
        lock.lock(CHANGE);
        witness.change();
        try {
            long wrong = walk(path);
            if (wrong < 0) {
                return new Opened(wrong, null);
            }
            String at = resolve(path);
            inode = at == null ? null : names.get(at);
            if (at == null || (inode == null && !creates)) {
                return Opened.failed(Errno.ENOENT);
            }
            if (creates && path.endsWith("/")) {
                return Opened.failed(Errno.EISDIR);
            }
            if (inode == null) {
                inode = create(path, at, false, null, 0, mode & 0777 & ~022);
                link(at, inode);
                made = true;
            } else {
                int e = mayOpen(inode, path, flags, creates, directory, privileged);
                if (e != 0) {
                    return Opened.failed(e);
                }
            }
            if (temporary) {
                inode = create(path + "/#1", at + "/#1", false, null, 0, mode & 0777 & ~022);
                made = true;
            }
            inode.get();
        } catch (IOException e) {
            return Opened.failed(Errno.EIO);
        } finally {
            lock.unlock();
        }
        return opened(t, inode, flags | FileFlags.O_LARGEFILE, made);
    }

    private static int mayOpen(
            Inode inode, String path, int flags, boolean creates, boolean directory, boolean privileged) {
        boolean isDirectory = inode.kind() == Inode.Kind.DIRECTORY;
        boolean pathOnly = (flags & FileFlags.O_PATH) != 0;
        if (creates && (flags & FileFlags.O_EXCL) != 0) {
            return Errno.EEXIST;
        }
        if (creates && isDirectory) {
            return Errno.EISDIR;
        }
        if ((directory || path.endsWith("/")) && !isDirectory) {
            return Errno.ENOTDIR;
        }
        if (pathOnly || (flags & FileFlags.__O_TMPFILE) != 0) {
            return 0;
        }
        int access = flags & FileFlags.O_ACCMODE;
        boolean writes = access != FileFlags.O_RDONLY || (flags & FileFlags.O_TRUNC) != 0;
        if (isDirectory && writes) {
            return Errno.EISDIR;
        }
        int needed = (access != FileFlags.O_WRONLY ? 0400 : 0) | (writes ? 0200 : 0);
        return privileged || (inode.mode() & needed) == needed ? 0 : Errno.EACCES;
    }

    /** Opens again what a descriptor stands for, as a path under {@code /proc/self/fd} does. */
    public Opened reopen(FileTask t, OpenFile file, int flags, boolean privileged) {
        Inode inode = file.inode();
        boolean creates = (flags & FileFlags.O_CREAT) != 0;
        boolean directory = (flags & FileFlags.O_DIRECTORY) != 0;
        int e = creates && directory ? Errno.EINVAL : mayOpen(inode, "", flags, creates, directory, privileged);
        if (e != 0) {
            return Opened.failed(e);
        }
        inode.get();
        return opened(t, inode, flags | FileFlags.O_LARGEFILE, false);
    }

    /** The open file of an inode, whose reference it takes over. */
    private Opened opened(FileTask t, Inode inode, int flags, boolean made) {
        boolean pathOnly = (flags & FileFlags.O_PATH) != 0;
        FileMapping m = inode.mapping();
        long r = 0;
        if (!pathOnly && m != null && !made && (flags & FileFlags.O_TRUNC) != 0) {
            r = FileOps.truncate(t, m, 0);
        } else if (!pathOnly && m == null && (flags & FileFlags.O_DIRECT) != 0) {
            r = -Errno.EINVAL;
        }
        OpenFile file = r < 0 ? null : new OpenFile(inode, flags, m != null, readaheadPages);
        inode.put(t);
        return new Opened(r, file);
    }

    /** {@code truncate}, {@code length} not negative. */
    public long truncate(FileTask t, String path, long length, boolean privileged) {
        Opened o = lookUp(t, path);
        if (o.file == null) {
            return o.error;
        }
        try {
            Inode inode = o.file.inode();
            if (inode.mapping() == null) {
                return inode.kind() == Inode.Kind.DIRECTORY ? -Errno.EISDIR : -Errno.EINVAL;
            }
            return privileged || (inode.mode() & 0200) != 0
                    ? FileOps.truncate(t, inode.mapping(), length)
                    : -Errno.EACCES;
        } finally {
            o.file.put(t);
        }
    }

    private Opened lookUp(FileTask t, String path) {
        return open(t, path, FileFlags.O_PATH, 0, true);
    }

    /** {@code unlink}: the name goes now, the contents with the last descriptor and mapping. Returns 0 or -errno. */
    public long unlink(FileTask t, String path) {
        Inode inode;
        lock.lock(CHANGE);
        witness.change();
        try {
            long wrong = walk(path);
            if (wrong < 0) {
                return wrong;
            }
            String at = resolve(path);
            inode = at == null ? null : names.get(at);
            if (at == null || inode == null) {
                return -Errno.ENOENT;
            }
            if (inode.kind() == Inode.Kind.DIRECTORY) {
                return -Errno.EISDIR;
            }
            if (path.endsWith("/")) {
                return -Errno.ENOTDIR;
            }
            if (inode.mapping() == null) {
                return -Errno.EPERM;
            }
            if (inode.kind() == Inode.Kind.DEVICE_DAX) {
                return -Errno.EPERM;
            }
            names.remove(at);
            Mounted mounted = mountOf(at);
            if (mounted != null) {
                mounted.unlinked(at.substring(at.lastIndexOf('/') + 1));
            }
        } finally {
            lock.unlock();
        }
        inode.unlink(t);
        return 0;
    }

    // --- the whole
    // ----------------------------------------------------------------------------------------------------

    /**
     * Drops clean pages of disk files that nobody maps or uses; takes no lock that another holder could keep, so that
     * the allocator may call it anywhere.
     *
     * @return how many frames came free
     */
    public long reclaim(long wanted, int cpu) {
        long[] done = new long[1];
        frames.owners().forEach(owner -> {
            if (done[0] < wanted && owner instanceof DiskMapping m) {
                done[0] += CacheReclaim.clean(m, cpu, 0, Long.MAX_VALUE, wanted - done[0]);
            }
        });
        return done[0];
    }

    /**
     * Drops pages of disk files wherever they are mapped, dirty ones after writing them: what is left when {@link
     * #reclaim} finds nothing. May sleep; the caller holds no lock below that of a VMA, and its cursor is closed.
     *
     * @return how many frames came free
     */
    public long evict(FileTask t, long wanted) {
        long[] done = {reclaim(wanted, t.cpuId())};
        frames.owners().forEach(owner -> {
            if (done[0] < wanted && owner instanceof DiskMapping m) {
                done[0] += CacheReclaim.evict(m, t, wanted - done[0]);
            }
        });
        return done[0];
    }

    /** Pages of named files in the cache, for audits. */
    public long cachedPages() {
        long n = 0;
        for (Inode inode : names.values()) {
            n += inode.mapping() == null ? 0 : inode.mapping().cachedPages();
        }
        return n;
    }

    /**
     * Writes every file with a name back and lets its store and pages go. Preconditions: no task lives, so nothing is
     * open or mapped.
     */
    public void close() throws IOException {
        FileTask nobody = new FileTask() {
            @Override
            public TableCursor cursor() {
                throw new IllegalStateException("a file is still mapped");
            }

            @Override
            public int cpuId() {
                return 0;
            }

            @Override
            public long fileSizeLimit() {
                return -1;
            }
        };
        for (Map.Entry<String, Inode> e : names.entrySet()) {
            FileMapping m = e.getValue().mapping();
            if (m != null) {
                m.sync(nobody, 0, Long.MAX_VALUE);
                m.close(nobody);
            }
        }
        names.clear();
    }
}
