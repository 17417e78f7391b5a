package dev.pinfold.lab.bugs;

import dev.pinfold.mm.sync.ViolationKind;
import java.util.List;

/**
 * A bug of the past.
 *
 * @param name short, for the command line
 * @param title what went wrong, in a line
 * @param reference where it is described: a CVE or a commit
 * @param without what must be switched off to bring it back: names of sites and guards, see {@link
 *     dev.pinfold.lab.ablate.Switch}
 * @param workload the shipped workload that shows it, below {@code examples/}
 * @param violations the kinds of violation it may end in
 */
public record Bug(
        String name,
        String title,
        String reference,
        List<String> without,
        String workload,
        List<ViolationKind> violations) {
    /** Makes the bug; the lists are copied. */
    public Bug {
        without = List.copyOf(without);
        violations = List.copyOf(violations);
    }
}
