package dev.pinfold.mm.rmap;

import dev.pinfold.mm.frame.OwnerTable;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the anon_vmas of a mapping in its life, by the rules of Linux's {@code mm/rmap.c}. They matter beyond
 * reverse maps: two neighbours merge only if their anon_vmas agree, so these rules decide what /proc/PID/maps shows.
 *
 * <p>Preconditions of all but {@link #prepare}: the mmap lock of the mapping's space is held for writing.
 */
public final class AnonVmas {
    private static final Site PREPARE = Site.lock("rmap.anon: anon_vma lock over the first link of a mapping");
    private static final Site PREPARE_FIELD = Site.lock("rmap.anon: field lock over the first link of a mapping");
    private static final Site CLONE = Site.lock("rmap.anon: anon_vma lock over clone");
    private static final Site FORK = Site.lock("rmap.anon: anon_vma lock over fork");
    private static final Site UNLINK = Site.lock("rmap.anon: anon_vma lock over unlink");

    private AnonVmas() {}

    /**
     * Gives {@code vma} an anon_vma if it has none: {@code reusable}, a neighbour's that this mapping may share so
     * that both can merge later, or a new one. Several faults may prepare one mapping at once; the first wins.
     *
     * <p>Preconditions: the mmap lock of the mapping's space is held, in any mode; {@code reusable} cannot go away
     * under it. {@code fieldLock} belongs to the space and guards the field against the other faults.
     */
    public static void prepare(Mapped vma, @Nullable AnonVma reusable, OwnerTable owners, SpinLock fieldLock) {
        if (vma.anonVma.getAcquire() != null) {
            return;
        }
        AnonVma anon = reusable != null ? reusable : AnonVma.create(owners);
        AnonVmaChain link = new AnonVmaChain(anon, vma);
        boolean won;
        anon.writeLock(PREPARE);
        fieldLock.lock(PREPARE_FIELD);
        try {
            won = vma.anonVma.get() == null;
            if (won) {
                link(vma, link);
                anon.addActiveVmas(1);
                vma.anonVma.setRelease(anon);
            }
        } finally {
            fieldLock.unlock();
            anon.writeUnlock();
        }
        if (won && reusable != null) {
            anon.get(); // A new one was born with the reference of this link.
        } else if (!won && reusable == null) {
            anon.put();
        }
    }

    /**
     * Links {@code dst} with every anon_vma of {@code src}: {@code anon_vma_clone}. If {@code dst} has no anon_vma of
     * its own yet ({@link #fork}), one of them that no mapping calls its own and that has at most one child serves
     * again, so that a chain of forks does not grow an anon_vma each.
     */
    public static void cloneLinks(Mapped dst, Mapped src) {
        AnonVma locked = null;
        AnonVma own = dst.anonVma.get();
        AnonVmaChain tail = dst.chain;
        while (tail != null && tail.nextOfVma != null) {
            tail = tail.nextOfVma;
        }
        for (AnonVmaChain c = src.chain; c != null; c = c.nextOfVma) {
            AnonVma anon = c.anonVma;
            locked = lockRoot(locked, anon, CLONE);
            AnonVmaChain copy = new AnonVmaChain(anon, dst);
            if (tail == null) {
                dst.chain = copy;
            } else {
                tail.nextOfVma = copy;
            }
            tail = copy;
            anon.tree().insert(copy);
            anon.get();
            if (own == null && src.anonVma.get() != null && anon.numChildren() < 2 && anon.numActiveVmas() == 0) {
                own = anon;
                dst.anonVma.setRelease(anon);
            }
        }
        if (own != null) {
            locked = lockRoot(locked, own, CLONE);
            own.addActiveVmas(1);
        }
        if (locked != null) {
            locked.writeUnlock();
        }
    }

    /** {@code dst} takes {@code src}'s anon_vma for its own and is linked as it is: split, merge, move. */
    public static void share(Mapped dst, Mapped src) {
        dst.anonVma.setRelease(src.anonVma.get());
        cloneLinks(dst, src);
    }

    /**
     * Links a forked child's mapping: with the anon_vmas of the parent's, where the folios it inherits are found, and
     * with one of its own for the folios it will write: {@code anon_vma_fork}. The child is not visible yet.
     */
    public static void fork(Mapped child, Mapped parent) {
        AnonVma from = parent.anonVma.get();
        if (from == null) {
            return;
        }
        child.anonVma.set(null);
        cloneLinks(child, parent);
        if (child.anonVma.get() != null) {
            return; // One of the old ones serves again.
        }
        AnonVma anon = AnonVma.createChild(from);
        AnonVmaChain link = new AnonVmaChain(anon, child);
        anon.writeLock(FORK);
        anon.addActiveVmas(1);
        child.anonVma.setRelease(anon);
        link(child, link);
        from.addChildren(1);
        anon.writeUnlock();
    }

    /** Takes {@code vma} out of every anon_vma: {@code unlink_anon_vmas}. Its folios are unmapped or moved already. */
    public static void unlink(Mapped vma) {
        if (vma.chain == null) {
            return;
        }
        AnonVma locked = null;
        for (AnonVmaChain c = vma.chain; c != null; c = c.nextOfVma) {
            AnonVma anon = c.anonVma;
            locked = lockRoot(locked, anon, UNLINK);
            anon.tree().remove(c);
            if (anon.tree().isEmpty()) {
                anon.parent().addChildren(-1);
            }
        }
        AnonVma own = vma.anonVma.get();
        if (own != null) {
            locked = lockRoot(locked, own, UNLINK);
            own.addActiveVmas(-1);
            vma.anonVma.setRelease(null);
        }
        if (locked != null) {
            locked.writeUnlock();
        }
        AnonVmaChain c = vma.chain;
        vma.chain = null;
        for (; c != null; c = c.nextOfVma) {
            c.anonVma.put(); // After the unlock: the last reference takes the root, and its lock, with it.
        }
    }

    /**
     * Takes the links of {@code vma} out of their trees before its range changes. Preconditions: its anon_vma's lock
     * is held for writing.
     */
    public static void preUpdate(Mapped vma) {
        for (AnonVmaChain c = vma.chain; c != null; c = c.nextOfVma) {
            c.anonVma.tree().remove(c);
        }
    }

    /** Puts the links back after {@link #preUpdate} and the change. */
    public static void postUpdate(Mapped vma) {
        for (AnonVmaChain c = vma.chain; c != null; c = c.nextOfVma) {
            c.anonVma.tree().insert(c);
        }
    }

    /** All anon_vmas of a mapping have one root, as in Linux; what is locked stays so. */
    private static AnonVma lockRoot(@Nullable AnonVma locked, AnonVma anon, Site site) {
        if (locked == null) {
            anon.writeLock(site);
            return anon;
        }
        if (locked.root() != anon.root()) {
            throw new AssertionError("a mapping linked with two roots: " + locked + " and " + anon);
        }
        return locked;
    }

    private static void link(Mapped vma, AnonVmaChain link) {
        link.nextOfVma = vma.chain;
        vma.chain = link;
        link.anonVma.tree().insert(link);
    }
}
