package dev.pinfold.lab.log;

/** Between which releases the kernel of a log must lie, by what the log has shown so far. */
final class KernelRange {
    private static final Release FIRST = new Release(0, 0);
    private static final Release LAST = new Release(999, 0);

    /** The earliest that it can be. */
    private Release from = FIRST;
    /** The first that it cannot be any more. */
    private Release until = LAST;

    private String reason = "";
    private int line;

    /** The user or the log names it. */
    void is(Release release, int where, String why) {
        from = release;
        until = new Release(release.major(), release.minor() + 1);
        line = where;
        reason = why;
    }

    /** Something shows that the kernel is no older than a release; says whether that can be. */
    boolean notBefore(Release release, int where, String why) {
        if (release.compareTo(until) >= 0) {
            return false;
        }
        if (from.before(release)) {
            from = release;
            line = where;
            reason = why;
        }
        return true;
    }

    /** Says whether the kernel may be older than a release. */
    boolean mayBeBefore(Release release) {
        return from.before(release);
    }

    /** Says whether the kernel may be a release or a later one. */
    boolean mayBeFrom(Release release) {
        return release.before(until);
    }

    /** Something shows that the kernel is older than a release; says whether that can be. */
    boolean before(Release release, int where, String why) {
        if (!mayBeBefore(release)) {
            return false;
        }
        if (release.before(until)) {
            until = release;
            line = where;
            reason = why;
        }
        return true;
    }

    boolean known() {
        return !from.equals(FIRST) || !until.equals(LAST);
    }

    /** Returns the line that showed it last, or 0 where the user said it. */
    int line() {
        return line;
    }

    /** Returns what showed it last. */
    String reason() {
        return reason;
    }

    /** Returns it in words: {@code "5.4 or later, before 6.7"}. */
    @Override
    public String toString() {
        boolean one = from.major() == until.major() && from.minor() + 1 == until.minor();
        if (one) {
            return "Linux " + from;
        }
        String low = from.equals(FIRST) ? "" : "Linux " + from + " or later";
        String high = until.equals(LAST) ? "" : (low.isEmpty() ? "Linux before " : ", before ") + until;
        return low + high;
    }
}
