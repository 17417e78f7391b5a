package dev.pinfold.mm.frame;

/** Receives ranges of frames. */
@FunctionalInterface
public interface FrameRange {
    /** The frames {@code [start, end)}. */
    void range(int start, int end);
}
