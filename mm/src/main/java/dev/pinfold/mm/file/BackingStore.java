package dev.pinfold.mm.file;

import java.io.IOException;

/**
 * Where the contents of a disk file lie while they are not in the page cache. Offsets and lengths are bytes; memory is
 * named by its native address.
 *
 * <p>Different tasks may read and write different pages at once; changes of the size and shifts of contents happen
 * alone. Never called with a spin lock held.
 */
public interface BackingStore {
    /** Fills {@code length} bytes at {@code address} from {@code offset} on; zeros where the store has nothing. */
    void read(long offset, long address, int length) throws IOException;

    /** Stores {@code length} bytes from {@code address} at {@code offset}, extending the store as needed. */
    void write(long offset, long address, int length) throws IOException;

    /** Makes a range read as zeros; never extends the store. */
    void zero(long offset, long length) throws IOException;

    /** Sets the length. What lies beyond is forgotten; what is added reads as zeros. */
    void setSize(long size) throws IOException;

    /** Removes a range: what follows moves down. Page-aligned. */
    void collapse(long offset, long length) throws IOException;

    /** Opens a gap of zeros at {@code offset}: what follows moves up. Page-aligned. */
    void insert(long offset, long length) throws IOException;

    /** Bytes the store holds when it is opened. */
    long initialSize() throws IOException;

    /** Makes what was written survive a crash of the host, where that means anything. */
    void sync() throws IOException;

    /** Releases the store; its file is gone for good if {@code delete}. */
    void close(boolean delete) throws IOException;
}
