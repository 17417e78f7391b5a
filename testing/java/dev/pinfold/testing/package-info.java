/** What the tests of all modules share: every module compiles this folder with its tests. */
@NullMarked
package dev.pinfold.testing;

import org.jspecify.annotations.NullMarked;
