/** Bugs that Linux had and that come back here when the protection that cures them is switched off. */
@NullMarked
package dev.pinfold.lab.bugs;

import org.jspecify.annotations.NullMarked;
