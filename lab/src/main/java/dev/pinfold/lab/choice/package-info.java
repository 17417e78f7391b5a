/**
 * Choices of design points from outside: Java files, which are compiled as the program starts and kept in memory ({@link
 * MemoryCompiler}), and jars that name theirs ({@link ChoiceFiles}). What does not compile or is no choice is a
 * {@link ChoiceException} that names the file and the line.
 *
 * <p>To be done before the first machine is built, by one thread: afterwards the design points know all their choices. The
 * code runs with the rights of the user.
 */
@NullMarked
package dev.pinfold.lab.choice;

import org.jspecify.annotations.NullMarked;
