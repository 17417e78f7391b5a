package dev.pinfold.mm.abi;

/**
 * A constant of Linux's by name.
 *
 * @param printed whether reports call the value so; of several names of one value in a group one is
 */
public record Constant(Group group, String name, long value, boolean printed) {}
