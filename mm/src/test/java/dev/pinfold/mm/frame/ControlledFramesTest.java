package dev.pinfold.mm.frame;

import org.junit.jupiter.api.Tag;

/** The same where every meeting point is the explorer's and free frames are poisoned. */
@Tag("controlled")
class ControlledFramesTest extends FramesTest {}
