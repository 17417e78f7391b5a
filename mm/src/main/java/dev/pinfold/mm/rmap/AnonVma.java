package dev.pinfold.mm.rmap;

import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.OwnerTable;
import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.RwSemaphore;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Witness;
import org.jspecify.annotations.Nullable;

/**
 * Where anonymous folios that were first written in one mapping may be mapped: {@code struct anon_vma}. Its tree holds
 * that mapping, what was split off or copied from it, and what forks made of all of those. Every anon_vma that descends
 * from one by fork shares the root's lock.
 *
 * <p>The tree, {@code numChildren} and {@code numActiveVmas} are guarded by the root's lock. An anon_vma lives while
 * somebody refers to it: each link of a mapping holds a reference, and each descendant one to the root.
 */
public final class AnonVma implements FolioOwner {
    private final OwnerTable owners;
    private final int id;
    private final AnonVma root;

    /** Whose mapping was forked to make this one; itself for a root, which counts itself among its children. */
    private final AnonVma parent;

    private final @Nullable RwSemaphore rootLock;
    private final IntervalTree<AnonVmaChain> tree = new IntervalTree<>();
    private final IntCell references = new IntCell(1);

    /** Anon_vmas whose parent this is. */
    private int numChildren;
    /** Speaks for both numbers. */
    private final Witness witness = new Witness();

    /** Mappings whose {@code anonVma} this is. */
    private int numActiveVmas;

    private AnonVma(OwnerTable owners, @Nullable AnonVma parent) {
        this.owners = owners;
        if (parent == null) {
            this.root = this;
            this.parent = this;
            this.rootLock = new RwSemaphore(LockClass.ANON_VMA);
            this.numChildren = 1;
        } else {
            this.root = parent.root;
            this.parent = parent;
            this.rootLock = null;
            parent.root.get();
        }
        this.id = owners.register(this);
    }

    /** A root, referenced once. */
    static AnonVma create(OwnerTable owners) {
        return new AnonVma(owners, null);
    }

    /** A descendant of {@code parent}, referenced once; not counted among the parent's children yet. */
    static AnonVma createChild(AnonVma parent) {
        return new AnonVma(parent.owners, parent);
    }

    @Override
    public int ownerId() {
        return id;
    }

    public AnonVma root() {
        return root;
    }

    AnonVma parent() {
        return parent;
    }

    /** Mappings that folios of this anon_vma may be mapped in. Preconditions: the lock is held. */
    IntervalTree<AnonVmaChain> tree() {
        return tree;
    }

    private RwSemaphore lock() {
        RwSemaphore l = root.rootLock;
        if (l == null) {
            throw new AssertionError("root without a lock");
        }
        return l;
    }

    /** {@code anon_vma_lock_write}: the tree and the ranges of mappings in it may change. */
    public void writeLock(Site site) {
        lock().writeLock(site);
    }

    public void writeUnlock() {
        lock().writeUnlock();
    }

    /** {@code anon_vma_lock_read}: entries of mappings in the tree may be read, changed and cleared, not installed. */
    public void readLock(Site site) {
        lock().readLock(site);
    }

    public boolean tryReadLock(Site site) {
        return lock().tryReadLock(site);
    }

    public void readUnlock() {
        lock().readUnlock();
    }

    public void assertHeld() {
        lock().assertHeld();
    }

    /** Adds a reference; the caller has one already, or holds what keeps this one alive. */
    public void get() {
        references.getAndAdd(1);
    }

    /** Adds a reference unless the last is gone: for who found this through a folio. */
    public boolean tryGet() {
        while (true) {
            int n = references.getAcquire();
            if (n == 0) {
                return false;
            }
            if (references.cas(n, n + 1)) {
                return true;
            }
        }
    }

    /** Drops a reference. With the last the number in the owners' table goes, and the reference to the root. */
    public void put() {
        int before = references.getAndAdd(-1);
        if (before <= 0) {
            throw new AssertionError("anon_vma " + id + " put once too often");
        }
        if (before == 1) {
            owners.release(id);
            if (root != this) {
                root.put();
            }
        }
    }

    int numChildren() {
        witness.read();
        return numChildren;
    }

    int numActiveVmas() {
        witness.read();
        return numActiveVmas;
    }

    /** Preconditions: the lock is held for writing. */
    void addChildren(int delta) {
        witness.change();
        numChildren += delta;
    }

    /** Preconditions: the lock is held for writing. */
    void addActiveVmas(int delta) {
        witness.change();
        numActiveVmas += delta;
    }

    @Override
    public String toString() {
        return "anon_vma " + id + (root == this ? "" : " of root " + root.id) + ", " + tree.size() + " mappings";
    }
}
