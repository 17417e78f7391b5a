package dev.pinfold.mm.abi;

/** Faults handled by the user: {@code userfaultfd.h}. */
public final class Userfault {
    public static final int UFFD_USER_MODE_ONLY = 1;

    private Userfault() {}
}
