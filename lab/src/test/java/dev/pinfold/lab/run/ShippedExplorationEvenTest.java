package dev.pinfold.lab.run;

import org.junit.jupiter.api.Tag;

/** The first, the third and so on of the concurrent workloads. */
@Tag("controlled")
class ShippedExplorationEvenTest extends ShippedExploration {
    ShippedExplorationEvenTest() {
        super(0);
    }
}
