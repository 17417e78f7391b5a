/** The agent: a small process that executes operations on the running kernel, and its driver. */
@NullMarked
package dev.pinfold.host.agent;

import org.jspecify.annotations.NullMarked;
