/** Exploration as a JUnit test: a method that builds a program is run under every schedule. */
@NullMarked
package dev.pinfold.lab.junit;

import org.jspecify.annotations.NullMarked;
