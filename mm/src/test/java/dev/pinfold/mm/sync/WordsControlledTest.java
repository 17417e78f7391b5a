package dev.pinfold.mm.sync;

import org.junit.jupiter.api.Tag;

/** The same words, announced to a scheduler that lets everything through. */
@Tag("controlled")
class WordsControlledTest extends WordsTest {}
