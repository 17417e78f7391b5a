package dev.pinfold.mm.frame;

/** What can give frames back when none is free: the floors above, which know what can be had again. */
@FunctionalInterface
public interface Reclaimer {
    /**
     * Frees some frames without sleeping: the caller may hold spin locks, folio locks and locks of address spaces.
     *
     * @param wanted frames that would help
     * @param cpu the CPU the caller runs on
     * @return how many came free
     */
    long reclaim(long wanted, int cpu);
}
