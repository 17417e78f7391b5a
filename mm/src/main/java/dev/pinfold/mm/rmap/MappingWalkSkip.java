package dev.pinfold.mm.rmap;

import java.util.List;

/**
 * What becomes of a walk over a file's mappings when the callbacks skip one of them: the design point {@code
 * MAPPING_WALK_SKIP}.
 */
public interface MappingWalkSkip {
    /** The walk goes on with the next mapping, as a walk over the mappings of an address space does. */
    MappingWalkSkip CONTINUE = new Choice("continue", false);

    /**
     * The walk ends, as {@code walk_page_mapping} does in Linux: what is mapped by later mappings in the tree is not
     * visited, so that one private mapping hides shared ones.
     */
    MappingWalkSkip BREAK = new Choice("break", true);

    /** All choices, the default first. */
    static List<MappingWalkSkip> all() {
        return List.of(CONTINUE, BREAK);
    }

    /** The choice's name, as {@code design(MAPPING_WALK_SKIP=name)} gives it. */
    String choice();

    /** Whether a skipped mapping ends the walk. */
    boolean ends();

    /** One of the two. */
    record Choice(String choice, boolean ends) implements MappingWalkSkip {}
}
