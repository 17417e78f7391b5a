package dev.pinfold.mm;

import dev.pinfold.mm.abi.Errno;

/** A call that returned an error: names the call, its arguments and the error. */
public final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int errno;

    ErrnoException(String call, int errno) {
        super(call + " = -1 " + Errno.name(errno));
        this.errno = errno;
    }

    /** The error's number; see {@link Errno}. */
    public int errno() {
        return errno;
    }
}
