package dev.pinfold.mm.sync;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A named place that synchronises: takes a lock, flushes translations, waits.
 *
 * <p>Sites are static constants of the code that uses them. In controlled mode a site can be switched off: its lock then
 * counts as held for assertions but excludes nobody, its flush is not done, its wait does not wait. In production {@link
 * #on} is constantly true and a site costs nothing.
 */
public final class Site {
    /** What is lost when the site is switched off. */
    public enum Kind {
        LOCK,
        FLUSH,
        AWAIT
    }

    private static final ConcurrentHashMap<String, Site> ALL = new ConcurrentHashMap<>();

    private final String name;
    private final Kind kind;
    private boolean off;
    private boolean reached;

    private Site(String name, Kind kind) {
        this.name = name;
        this.kind = kind;
    }

    private static Site named(String name, Kind kind) {
        Site site = new Site(name, kind);
        if (ALL.putIfAbsent(name, site) != null) {
            throw new IllegalArgumentException("two sites are named \"" + name + "\"");
        }
        return site;
    }

    /** A place that takes a lock. The name reads {@code "where: what it protects"} and is unique. */
    public static Site lock(String name) {
        return named(name, Kind.LOCK);
    }

    /** A place that invalidates translations. */
    public static Site flush(String name) {
        return named(name, Kind.FLUSH);
    }

    /** A place that waits for a condition or a grace period. */
    public static Site await(String name) {
        return named(name, Kind.AWAIT);
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the site does its work; asked by flushing code, and by the primitives themselves. */
    public boolean on() {
        if (!Sync.CONTROLLED) {
            return true;
        }
        reached |= Sync.scheduler().currentTask() != 0;
        return !off;
    }

    /** Switches the site on or off; controlled mode only. */
    public void set(boolean on) {
        Sync.requireControlled();
        off = !on;
    }

    /** Whether an explored task reached the site since {@link #forgetReached}. */
    public boolean reached() {
        return reached;
    }

    /** Forgets that the site was reached. */
    public void forgetReached() {
        reached = false;
    }

    /** Every site of the classes loaded so far, in no order. */
    public static Collection<Site> all() {
        return List.copyOf(ALL.values());
    }

    @Override
    public String toString() {
        return name;
    }
}
