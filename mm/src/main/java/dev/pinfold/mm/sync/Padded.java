package dev.pinfold.mm.sync;

/**
 * Room before the fields of an object that one task or CPU writes all the time, so that they share no cache line with the
 * object that lies before it on the heap, which may be the same of another CPU. A collector moves objects of a kind side by
 * side.
 */
@SuppressWarnings("unused") // nobody reads them
public abstract class Padded {
    private long a0;
    private long a1;
    private long a2;
    private long a3;
    private long a4;
    private long a5;
    private long a6;
    private long a7;
    private long b0;
    private long b1;
    private long b2;
    private long b3;
    private long b4;
    private long b5;
    private long b6;
    private long b7;

    /** For subclasses. */
    protected Padded() {}
}
