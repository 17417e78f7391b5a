package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Violation;
import dev.pinfold.mm.sync.ViolationKind;

/** What a task threw, as a violation. */
final class ThrownViolation {
    private ThrownViolation() {}

    static Violation violation(Throwable thrown) {
        if (thrown instanceof Violation v) {
            return v;
        }
        boolean assertion = thrown instanceof AssertionError;
        String message = thrown.getMessage();
        Violation v = new Violation(
                assertion ? ViolationKind.ASSERTION : ViolationKind.EXCEPTION,
                assertion && message != null ? message : thrown.toString());
        v.initCause(thrown);
        return v;
    }
}
