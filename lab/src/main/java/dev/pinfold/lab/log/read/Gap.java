package dev.pinfold.lab.log.read;

/**
 * A place at which a log does not show all that happened.
 *
 * @param line from 1
 * @param address where something was mapped by a call of which only the end is shown, or 0
 * @param task the task as written, or an empty string
 */
public record Gap(int line, long address, String task) {}
