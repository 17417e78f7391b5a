package dev.pinfold.lab.ablate;

import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Something that can be switched off: a place that locks, flushes or waits, or a guard. */
public sealed interface Switch {
    /** Its name, unique among all switches. */
    String name();

    /** {@code lock}, {@code flush}, {@code await} or {@code guard}. */
    String kind();

    /** Switches it on or off. */
    void set(boolean on);

    /** Whether a run got there since {@link #forgetReached}. */
    boolean reached();

    /**
     * Whether it did anything since {@link #forgetReached}: a guard that refused, a wait, a lock or a flush that another task
     * has to do with. What did nothing is not missed where it is switched off.
     *
     * @param met the places where tasks met
     */
    boolean worked(Set<Site> met);

    /** A place that synchronises. */
    record Place(Site site) implements Switch {
        @Override
        public String name() {
            return site.name();
        }

        @Override
        public String kind() {
            return site.kind().name().toLowerCase(Locale.ROOT);
        }

        @Override
        public void set(boolean on) {
            site.set(on);
        }

        @Override
        public boolean reached() {
            return site.reached();
        }

        @Override
        public boolean worked(Set<Site> met) {
            return site.reached() && (site.kind() == Site.Kind.AWAIT || met.contains(site));
        }
    }

    /** A guard. */
    record Named(Guard guard) implements Switch {
        @Override
        public String name() {
            return guard.name();
        }

        @Override
        public String kind() {
            return "guard";
        }

        @Override
        public void set(boolean on) {
            guard.set(on);
        }

        @Override
        public boolean reached() {
            return guard.reached();
        }

        @Override
        public boolean worked(Set<Site> met) {
            return guard.refused();
        }
    }

    /** All that exist so far: sites come to be when the code that has them is first used. Sorted by name. */
    static List<Switch> all() {
        List<Switch> all = new ArrayList<>();
        Site.all().forEach(s -> all.add(new Place(s)));
        Arrays.stream(Guard.values()).forEach(g -> all.add(new Named(g)));
        all.sort(Comparator.comparing(Switch::name));
        return all;
    }

    /** The one with this name. */
    static Optional<Switch> find(String name) {
        return all().stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** Forgets what runs got to. */
    static void forgetReached() {
        Site.all().forEach(Site::forgetReached);
        Arrays.stream(Guard.values()).forEach(Guard::forgetReached);
    }

    /** Switches everything on. */
    static void allOn() {
        all().forEach(s -> s.set(true));
    }
}
