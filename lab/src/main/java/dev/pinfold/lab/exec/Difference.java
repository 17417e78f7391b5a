package dev.pinfold.lab.exec;

/**
 * A line that did not come out as it says.
 *
 * @param line its number
 * @param call the call, as written
 * @param expected what the line says
 * @param actual what came of it
 */
public record Difference(int line, String call, String expected, String actual) {}
