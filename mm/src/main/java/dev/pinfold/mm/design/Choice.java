package dev.pinfold.mm.design;

/**
 * One way to decide a {@link DesignPoint}. The interface of each point extends this one, so that what implements it says
 * which point it is a choice of.
 *
 * <p>A choice from outside implements the point's interface in a public class with a public constructor without
 * parameters. One object of it serves every machine that chooses it, at once if need be: what it keeps for a machine it
 * keeps by the machine's objects.
 */
public interface Choice {
    /** The choice's name, as {@code design(POINT=name)} gives it: small letters, digits and hyphens. */
    String choice();

    /** What it does, in one line. */
    String summary();
}
