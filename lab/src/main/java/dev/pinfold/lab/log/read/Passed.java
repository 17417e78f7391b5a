package dev.pinfold.lab.log.read;

/**
 * A line, or a part of one, that was passed over.
 *
 * @param line from 1
 * @param text what stands there
 */
public record Passed(PassedKind kind, int line, String text) {}
