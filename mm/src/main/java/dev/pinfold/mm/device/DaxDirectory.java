package dev.pinfold.mm.device;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.FileSystem;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Mutex;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Witness;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The names of the files on a device, kept on the device itself if that has a file of the host behind it. */
final class DaxDirectory implements FileSystem.Mounted {
    private static final Site STORE = Site.lock("dax.directory: lock over storing the directory");

    private final Device device;
    private final @Nullable DaxStore store;
    private final Mutex lock = new Mutex(LockClass.DAX_DIRECTORY);
    private final Witness witness = new Witness();
    /** Under the lock. */
    private final Map<String, DaxMapping> files = new TreeMap<>();

    DaxDirectory(Device device, @Nullable DaxStore store) {
        this.device = device;
        this.store = store;
    }

    /** The files that the device's memory holds from before. */
    Map<String, FileMapping> existing() throws IOException {
        if (store != null) {
            store.load(this, files);
        }
        return new LinkedHashMap<>(files);
    }

    @Override
    public FileMapping create(String name, long bytes) {
        DaxMapping m = DaxMapping.file(device, this, name, bytes);
        lock.lock(STORE);
        witness.change();
        files.put(name, m);
        save();
        lock.unlock();
        return m;
    }

    @Override
    public void unlinked(String name) {
        lock.lock(STORE);
        witness.change();
        files.remove(name);
        save();
        lock.unlock();
    }

    Device device() {
        return device;
    }

    /** A file has other blocks or another size. */
    void changed(DaxMapping m) {
        if (store != null) {
            lock.lock(STORE);
            witness.change();
            save();
            lock.unlock();
        }
    }

    private void save() {
        if (store != null) {
            store.save(files);
        }
    }
}
