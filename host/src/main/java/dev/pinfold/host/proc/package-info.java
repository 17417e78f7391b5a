/** What the running kernel tells of a process under /proc. */
@NullMarked
package dev.pinfold.host.proc;

import org.jspecify.annotations.NullMarked;
