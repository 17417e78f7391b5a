/**
 * Benchmarks of the parts of the memory manager, for JMH: {@code bench/parts.sh [PATTERN] [JMH options]}. They are for
 * looking into a row of {@link dev.pinfold.bench.Rows} that became slower, and have no goals. Each runs in a JVM in
 * production mode on a machine of its own.
 */
@NullMarked
package dev.pinfold.bench.parts;

import org.jspecify.annotations.NullMarked;
