/**
 * What the tests of all modules share: every module compiles this folder with its tests. {@link Skips} lists the reasons for
 * which a test may be skipped, each with what is lost by it; an extension that JUnit finds by itself makes a failure of any
 * other skip.
 */
@NullMarked
package dev.pinfold.testing;

import org.jspecify.annotations.NullMarked;
