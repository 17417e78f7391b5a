package dev.pinfold.lab.run;

import org.junit.jupiter.api.Tag;

/** The second, the fourth and so on of the concurrent workloads. */
@Tag("controlled")
class ShippedExplorationOddTest extends ShippedExploration {
    ShippedExplorationOddTest() {
        super(1);
    }
}
