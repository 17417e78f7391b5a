package dev.pinfold.lab.log;

import dev.pinfold.lab.exec.Difference;

/**
 * A line of a log whose result came out differently.
 *
 * @param fault whose fault it is
 * @param because what is missing, or the rule; an empty string for Pinfold's own
 */
public record LogDifference(Difference difference, Blame fault, String because) {}
