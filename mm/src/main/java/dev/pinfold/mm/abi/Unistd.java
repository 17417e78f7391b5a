package dev.pinfold.mm.abi;

/** What {@code access} asks for: {@code unistd.h}. */
public final class Unistd {
    public static final int F_OK = 0;
    public static final int R_OK = 4;
    public static final int W_OK = 2;
    public static final int X_OK = 1;

    private Unistd() {}
}
