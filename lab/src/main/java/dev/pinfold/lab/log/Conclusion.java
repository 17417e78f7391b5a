package dev.pinfold.lab.log;

/**
 * Something concluded of the world that a log was recorded in.
 *
 * @param line the line that showed it, or 0
 * @param text a sentence without its full stop
 */
public record Conclusion(int line, String text) {}
