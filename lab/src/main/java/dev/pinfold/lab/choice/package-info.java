/** Choices from outside: Java files that are compiled as the program starts, and jars. */
@NullMarked
package dev.pinfold.lab.choice;

import org.jspecify.annotations.NullMarked;
