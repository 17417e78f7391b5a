package dev.pinfold.mm;

import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.design.DesignPoint;
import dev.pinfold.mm.device.DevicePins;
import dev.pinfold.mm.device.StrayScopes;
import dev.pinfold.mm.device.Unbinds;
import dev.pinfold.mm.dirty.HugeWriteProtect;
import dev.pinfold.mm.dirty.WalkStyle;
import dev.pinfold.mm.file.WritebacksPinned;
import dev.pinfold.mm.frame.PinCounts;
import dev.pinfold.mm.kmap.KmapChoices;
import dev.pinfold.mm.rmap.MappingWalkSkip;
import dev.pinfold.mm.space.ForkTables;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which alternatives a machine is built with where the design of Linux's memory management has been argued over: a choice
 * for each {@link DesignPoint}. Never changes; {@link #with} makes another. The default of each point is the best we know.
 *
 * <p>A choice from outside needs no leave to be used, {@code with(point, choice)} takes any object; to be known by its
 * name as well, in workloads and on the command line, it is added by {@link #add} before the first machine is built.
 */
public final class Design {
    /** Every point. A point that a floor declares is gathered here; a test looks for those that are not. */
    private static final List<DesignPoint<?>> POINTS = List.of(
            PinCounts.POINT,
            DevicePins.POINT,
            Unbinds.POINT,
            WritebacksPinned.POINT,
            StrayScopes.POINT,
            KmapChoices.POINT,
            WalkStyle.POINT,
            MappingWalkSkip.POINT,
            HugeWriteProtect.POINT,
            ForkTables.POINT);

    private static final Design DEFAULTS =
            new Design(POINTS.stream().map(DesignPoint::byDefault).toArray(Choice[]::new));

    /** By the point's place in {@link #POINTS}. */
    private final Choice[] choices;

    private Design(Choice[] choices) {
        this.choices = choices;
    }

    /** The default choice of every point. */
    public static Design defaults() {
        return DEFAULTS;
    }

    /** All points. */
    public static List<DesignPoint<?>> points() {
        return POINTS;
    }

    /** The point with a name; null if there is none. */
    public static @Nullable DesignPoint<?> find(String name) {
        return POINTS.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
    }

    /**
     * The point with a name.
     *
     * @throws IllegalArgumentException if there is none; the message names those that there are
     */
    public static DesignPoint<?> point(String name) {
        DesignPoint<?> point = find(name);
        if (point == null) {
            throw new IllegalArgumentException("no design point is named \"" + name + "\"; there are "
                    + POINTS.stream().map(DesignPoint::name).collect(Collectors.joining(", ")));
        }
        return point;
    }

    /**
     * Makes a choice from outside known by its name, at the point whose interface it implements. Before machines are
     * built, by one thread.
     *
     * @return the point
     * @throws IllegalArgumentException if it implements no point's interface, or its name is taken or not a name
     */
    public static DesignPoint<?> add(Choice choice) {
        for (DesignPoint<?> point : POINTS) {
            if (point.type().isInstance(choice)) {
                point.add(choice);
                return point;
            }
        }
        throw new IllegalArgumentException(
                choice.getClass().getName() + " is no choice of any design point: it implements"
                        + " none of "
                        + POINTS.stream().map(p -> p.type().getName()).collect(Collectors.joining(", ")));
    }

    /** What is chosen at a point. */
    public <T extends Choice> T get(DesignPoint<T> point) {
        return point.type().cast(choices[index(point)]);
    }

    /** What is chosen at a point, for one machine that is being built. */
    <T extends Choice> T forMachine(DesignPoint<T> point) {
        return point.type().cast(get(point).forMachine());
    }

    /** This design with another choice at one point. */
    public <T extends Choice> Design with(DesignPoint<T> point, T choice) {
        Choice[] others = choices.clone();
        others[index(point)] = choice;
        return new Design(others);
    }

    /**
     * This design with a choice made by name.
     *
     * @throws IllegalArgumentException if there is no such point or choice; the message names those that there are
     */
    public Design with(String point, String choice) {
        return withNamed(point(point), choice);
    }

    private <T extends Choice> Design withNamed(DesignPoint<T> point, String choice) {
        return with(point, point.choice(choice));
    }

    /**
     * The name of what is chosen at a point.
     *
     * @throws IllegalArgumentException if there is no such point
     */
    public String choice(String point) {
        return choices[index(point(point))].choice();
    }

    private static int index(DesignPoint<?> point) {
        int i = POINTS.indexOf(point);
        if (i < 0) {
            throw new IllegalArgumentException("the point " + point + " is not gathered in Design");
        }
        return i;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Design d && Arrays.equals(choices, d.choices);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(choices);
    }

    /** What differs from the defaults: {@code PIN_COUNT=counter, UNBIND=wait}, or {@code the default design}. */
    @Override
    public String toString() {
        String differs = POINTS.stream()
                .filter(p -> !choices[index(p)].equals(p.byDefault()))
                .map(p -> p.name() + "=" + choices[index(p)].choice())
                .collect(Collectors.joining(", "));
        return differs.isEmpty() ? "the default design" : differs;
    }
}
