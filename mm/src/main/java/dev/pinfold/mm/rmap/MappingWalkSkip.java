package dev.pinfold.mm.rmap;

import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.design.Debate;
import dev.pinfold.mm.design.DesignPoint;

/**
 * What becomes of a walk over a file's mappings when the callbacks skip one of them: the design point {@code
 * MAPPING_WALK_SKIP}.
 */
public interface MappingWalkSkip extends Choice {
    /** The walk goes on with the next mapping, as a walk over the mappings of an address space does. */
    MappingWalkSkip CONTINUE = new Kind("continue", "the walk goes on with the next mapping", false);

    /**
     * The walk ends, as {@code walk_page_mapping} does in Linux: what is mapped by later mappings in the tree is not
     * visited, so that one private mapping hides shared ones.
     */
    MappingWalkSkip BREAK = new Kind("break", "the walk ends, and later mappings are not visited", true);

    /** The point. */
    DesignPoint<MappingWalkSkip> POINT = DesignPoint.named("MAPPING_WALK_SKIP", MappingWalkSkip.class)
            .asks("What becomes of a walk over a file's mappings when one of them is skipped?")
            .debated(Debate.WALKERS)
            .linux("break", "since 5.5, 2019")
            .choices(CONTINUE, BREAK);

    /** Whether a skipped mapping ends the walk. */
    boolean ends();

    /** One of the two. */
    record Kind(String choice, String summary, boolean ends) implements MappingWalkSkip {}
}
