package dev.pinfold.mm.frame;

import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.RefCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Witness;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for folio owners, so that metadata can name an owner in four bytes. A number is given again only after its
 * owner released it and {@link #QUARANTINE} others were released since: who still reads it off a folio must hold what
 * keeps the owner alive, as in Linux.
 */
public final class OwnerTable {
    private static final Site REGISTER = Site.lock("frame.owner: table lock over register");
    private static final Site RELEASE = Site.lock("frame.owner: table lock over release");

    /** Released numbers that wait before the oldest is used again. */
    private static final int QUARANTINE = 64;

    private final SpinLock lock = new SpinLock(LockClass.OWNER_TABLE);
    /** Index = number; replaced when it grows. Written under the lock, read without. */
    private final RefCell<Slots> owners = new RefCell<>(new Slots(new @Nullable FolioOwner[64]));

    private final Witness witness = new Witness();

    // Under the lock: a ring of released numbers, oldest first, and the next number never used.
    private int[] released = new int[128];
    private int releasedHead;
    private int releasedCount;
    private int next = 1;

    /** Gives {@code owner} a number, which it must keep and answer from {@link FolioOwner#ownerId}. */
    public int register(FolioOwner owner) {
        lock.lock(REGISTER);
        witness.change();
        try {
            int id = releasedCount > QUARANTINE ? takeReleased() : next++;
            Slots slots = Objects.requireNonNull(owners.get());
            if (id >= slots.at.length) {
                slots = new Slots(Arrays.copyOf(slots.at, slots.at.length * 2));
                slots.at[id] = owner;
                owners.setRelease(slots);
            } else {
                slots.at[id] = owner;
            }
            return id;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a number back; no folio may carry it any longer, save one whose mappings are all gone. */
    public void release(int id) {
        lock.lock(RELEASE);
        witness.change();
        try {
            Slots slots = Objects.requireNonNull(owners.get());
            if (slots.at[id] == null) {
                throw new AssertionError("owner " + id + " was released twice");
            }
            slots.at[id] = null;
            if (releasedCount == released.length) {
                int[] larger = new int[released.length * 2];
                for (int i = 0; i < releasedCount; i++) {
                    larger[i] = released[(releasedHead + i) % released.length];
                }
                released = larger;
                releasedHead = 0;
            }
            released[(releasedHead + releasedCount++) % released.length] = id;
        } finally {
            lock.unlock();
        }
    }

    /** The owner of a number; null for 0 and for a number that nobody has. */
    public @Nullable FolioOwner get(int id) {
        Slots slots = Objects.requireNonNull(owners.getAcquire());
        return id < slots.at.length ? slots.at[id] : null;
    }

    /** Every owner that has a number; for audits, while nobody registers. */
    public void forEach(Consumer<FolioOwner> visitor) {
        for (FolioOwner owner : Objects.requireNonNull(owners.getAcquire()).at) {
            if (owner != null) {
                visitor.accept(owner);
            }
        }
    }

    /** Owners that have a number now. */
    public int size() {
        return next - 1 - releasedCount;
    }

    /** An array that is replaced whole. */
    private static final class Slots {
        final @Nullable FolioOwner[] at;

        Slots(@Nullable FolioOwner[] at) {
            this.at = at;
        }
    }

    private int takeReleased() {
        int id = released[releasedHead];
        releasedHead = (releasedHead + 1) % released.length;
        releasedCount--;
        return id;
    }
}
