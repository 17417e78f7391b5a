package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.VmFlags.VM_ACCOUNT;
import static dev.pinfold.mm.abi.VmFlags.VM_DONTCOPY;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED_MASK;
import static dev.pinfold.mm.abi.VmFlags.VM_MAYBE_GUARD;
import static dev.pinfold.mm.abi.VmFlags.VM_WIPEONFORK;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.rmap.AnonVmas;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.TableCopy;
import org.jspecify.annotations.Nullable;

/**
 * A child's address space, as fork makes it: {@code dup_mm} and {@code dup_mmap}.
 *
 * <p>Entries are copied only where a fault could not bring them back: of mappings with an anon_vma. Leaf tables that hold
 * nothing else are not copied at all but hang in both spaces, until somebody writes.
 */
public final class SpaceFork {
    private static final Site PARENT = Site.lock("space.fork: the parent's mmap lock over copying it");
    private static final Site CHILD =
            Site.lock("space.fork: the child's mmap lock against who finds it by reverse maps");

    private final TaskContext t;
    private final Space parent;
    private final Space child;
    private final boolean share;
    private @Nullable PinnedCopies pinned;
    private Vma[] copies = new Vma[64];
    private int count;

    private SpaceFork(TaskContext t, Space child, boolean share) {
        this.t = t;
        this.parent = t.space();
        this.child = child;
        this.share = share;
    }

    /**
     * Copies the address space of the task.
     *
     * <p>Preconditions: inside a call, no lock held, cursors closed.
     *
     * @param share whether leaf tables may be shared until they are written to
     * @return the copy with one user; null when there is not enough memory
     */
    public static @Nullable Space copy(TaskContext t, boolean share) {
        Space child = Space.create(t.kernel(), t.space().layout(), t.cpuId());
        if (child == null) {
            return null;
        }
        long error = new SpaceFork(t, child, share).run();
        if (error != 0) {
            SpaceExit.run(t, child);
            return null;
        }
        return child;
    }

    private long run() {
        parent.writeLock(PARENT);
        child.writeLock(CHILD);
        child.brk = parent.brk;
        child.startBrk = parent.startBrk;
        child.startStack = parent.startStack;
        child.copyPkeys(parent);
        child.setHugePagesOff(parent.hugePagesOff());
        if (share) {
            parent.noteShared();
            child.noteShared();
        }
        var told = TableCopy.begin(parent.tables());
        long error = copyVmas();
        // What was copied stands in the tree in any case, so that undoing it finds it.
        child.vmas().build(copies, count);
        child.mapCount = count;
        child.writeUnlock();
        // Nobody may store through a translation that was writable before.
        TableCopy.flushParent(t.cursor(), parent.tables(), told);
        parent.writeUnlock();
        return error;
    }

    private long copyVmas() {
        parent.writeProtectSeq().beginWrite();
        try {
            // All before the first is copied: a leaf table that is shared holds pages of several, and nobody may fault
            // in any of them from then on.
            for (Vma v = parent.vmas().first(); v != null; v = parent.vmas().next(v)) {
                parent.writeLockVma(v);
            }
            // Between two mappings that are not copied everything is, so tables that lie there whole can be shared.
            long from = 0;
            long to = 0;
            for (Vma v = parent.vmas().first(); v != null; v = parent.vmas().next(v)) {
                if (v.start() >= to) {
                    from = to;
                    to = endOfRun(v);
                }
                if (!v.has(VM_DONTCOPY)) {
                    long error = copyVma(v, from, to);
                    if (error != 0) {
                        return error;
                    }
                }
                if (!copiesEntries(v)) {
                    from = v.end();
                    to = from;
                }
            }
            return 0;
        } finally {
            parent.writeProtectSeq().endWrite();
        }
    }

    /** Start of the first mapping from {@code v} on whose entries the child does not get. */
    private long endOfRun(Vma v) {
        Vma at = v;
        while (at != null && copiesEntries(at)) {
            at = parent.vmas().next(at);
        }
        return at == null ? Long.MAX_VALUE : at.start();
    }

    /** {@code vma_needs_copy}. */
    private static boolean copiesEntries(Vma v) {
        return (v.anonVma() != null || v.has(VM_MAYBE_GUARD)) && !v.has(VM_DONTCOPY | VM_WIPEONFORK);
    }

    /** What happens to pinned pages; null where none was ever pinned. After the sequence count moved, see GUP's fast way. */
    private @Nullable PinnedCopies pinnedIn(Vma copy) {
        if (!parent.hasPinned()) {
            return null;
        }
        if (pinned == null) {
            pinned = new PinnedCopies(t.kernel().frames(), copy);
        }
        return pinned.into(copy);
    }

    private long copyVma(Vma v, long shareFrom, long shareTo) {
        long pages = v.pages();
        if (v.has(VM_ACCOUNT)) {
            long error = t.kernel().commit().tryAdd(t.cpuId(), pages, parent.totalVm, t.privileged());
            if (error != 0) {
                return error;
            }
        }
        OpenFile f = v.file();
        Vma copy = new Vma(child, v.start(), v.end(), v.pgoff(), v.flags() & ~VM_LOCKED_MASK, f);
        if (f != null) {
            f.get();
        }
        if (!v.has(VM_WIPEONFORK)) {
            AnonVmas.fork(copy, v);
        }
        copy.lock().markAttached();
        if (count == copies.length) {
            copies = java.util.Arrays.copyOf(copies, count * 2);
        }
        copies[count++] = copy;
        VmAccount.add(child, copy.flags(), pages);
        FileLinks.linkForked(copy);
        boolean done = !copiesEntries(v)
                || TableCopy.fork(
                        t.cursor(),
                        t.cursor2(),
                        parent.tables(),
                        child.tables(),
                        v.start(),
                        v.end(),
                        share ? shareFrom : 0,
                        share ? shareTo : 0,
                        pinnedIn(copy),
                        t.cpuId());
        return done ? 0 : -Errno.ENOMEM;
    }
}
