package dev.pinfold.lab.exec;

/** Where what a call points to is put, at addresses that the task sees. */
public interface CallMemory {
    /** Puts bytes there and returns their address, a multiple of 8. */
    long put(byte[] bytes);

    /** Makes room for bytes, zeroed, and returns its address, a multiple of 8. */
    long reserve(int bytes);

    /** Returns bytes from an address that was given out. */
    byte[] get(long address, int bytes);
}
