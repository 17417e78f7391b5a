package dev.pinfold.lab.dirty;

import dev.pinfold.mm.dirty.PageSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A set of pages as a compressed bitmap: what is dense, what is sparse and what is a run each take the room that suits them.
 * For dirty sets that are kept, merged or sent elsewhere. For one thread at a time.
 */
public final class RoaringPages implements PageSet {
    private final Roaring64Bitmap pages = new Roaring64Bitmap();

    @Override
    public void add(long page) {
        pages.addLong(page);
    }

    @Override
    public void add(long first, long end) {
        if (first < end) {
            pages.addRange(first, end);
        }
    }

    /** Puts every page of another set in. */
    public void addAll(RoaringPages other) {
        pages.or(other.pages);
    }

    /** Takes every page of another set out. */
    public void removeAll(RoaringPages other) {
        pages.andNot(other.pages);
    }

    public boolean contains(long page) {
        return pages.contains(page);
    }

    /** Pages in the set. */
    public long size() {
        return pages.getLongCardinality();
    }

    /** Calls {@code action} with each page, lowest first. */
    public void forEach(LongConsumer action) {
        pages.forEach(action::accept);
    }

    /** Finds runs, which take least room. */
    public void compact() {
        pages.runOptimize();
    }

    /** Bytes that {@link #write} writes. */
    public long bytes() {
        return pages.serializedSizeInBytes();
    }

    /** Writes the set in the portable format of Roaring bitmaps. */
    public void write(DataOutput out) throws IOException {
        pages.serialize(out);
    }

    /** Reads what {@link #write} wrote. */
    public static RoaringPages read(DataInput in) throws IOException {
        RoaringPages set = new RoaringPages();
        set.pages.deserialize(in);
        return set;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoaringPages r && pages.equals(r.pages);
    }

    @Override
    public int hashCode() {
        return pages.hashCode();
    }

    @Override
    public String toString() {
        return size() + " pages";
    }
}
