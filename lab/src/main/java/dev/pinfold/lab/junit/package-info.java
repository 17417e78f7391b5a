/**
 * Exploration as a JUnit test: a method with {@link Explore} builds shared state, adds {@link Tasks}, and is run under every
 * schedule. Needs the controlled mode; in another JVM the test is skipped, with a word.
 */
@NullMarked
package dev.pinfold.lab.junit;

import org.jspecify.annotations.NullMarked;
