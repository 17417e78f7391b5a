package dev.pinfold.mm.design;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A question on which designs of the memory manager differ, with the answers at hand. A point is declared once, as a
 * constant on the floor that asks, beside the interface by which the floor asks it; a machine takes the choice out of its
 * design when it is built and gives it to that floor, so that no path ever looks a choice up.
 *
 * <p>Choices from outside are added before machines are built, by one thread.
 *
 * @param <T> the interface that the choices implement
 */
public final class DesignPoint<T extends Choice> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final String name;
    private final Class<T> type;
    private final String question;
    private final Debate debate;
    private final String linux;
    private final String since;
    private final List<T> shipped;
    private List<T> choices;

    private DesignPoint(Draft<T> draft, List<T> choices) {
        this.name = draft.name;
        this.type = draft.type;
        this.question = draft.question;
        this.debate = draft.debate;
        this.linux = draft.linux;
        this.since = draft.since;
        this.shipped = choices;
        this.choices = choices;
    }

    /** Begins a declaration, which {@link Draft#choices} ends. */
    public static <T extends Choice> Draft<T> named(String name, Class<T> type) {
        return new Draft<>(name, type);
    }

    /** What is being declared. */
    public static final class Draft<T extends Choice> {
        private final String name;
        private final Class<T> type;
        private String question = "";
        private Debate debate = Debate.NONE;
        private String linux = "";
        private String since = "";

        private Draft(String name, Class<T> type) {
            this.name = name;
            this.type = type;
        }

        /** The question in one line. */
        public Draft<T> asks(String line) {
            question = line;
            return this;
        }

        /** Where it was argued over. */
        public Draft<T> debated(Debate where) {
            debate = where;
            return this;
        }

        /**
         * What Linux does.
         *
         * @param choice the name of the choice; empty if it is none of them
         * @param when since when, or a remark, in a few words
         */
        public Draft<T> linux(String choice, String when) {
            linux = choice;
            since = when;
            return this;
        }

        /** Ends the declaration: the choices, the default first. */
        @SafeVarargs
        public final DesignPoint<T> choices(T... choices) {
            DesignPoint<T> point = new DesignPoint<>(this, List.of());
            for (T choice : choices) {
                point.add(choice);
            }
            return new DesignPoint<>(this, point.choices);
        }
    }

    /** The point's name, as {@code design(NAME=choice)} gives it. */
    public String name() {
        return name;
    }

    /** The interface that its choices implement. */
    public Class<T> type() {
        return type;
    }

    /** The question in one line. */
    public String question() {
        return question;
    }

    /** Where it was argued over. */
    public Debate debate() {
        return debate;
    }

    /** The name of the choice that Linux made; empty if it made none of them. */
    public String linux() {
        return linux;
    }

    /** Since when Linux has it so, or a remark; may be empty. */
    public String since() {
        return since;
    }

    /** All choices, the default first, those from outside last. */
    public List<T> choices() {
        return choices;
    }

    /** Says whether a choice was added from outside. */
    public boolean fromOutside(Choice choice) {
        return !shipped.contains(choice);
    }

    /** What is chosen where nothing else is said. */
    public T byDefault() {
        return choices.getFirst();
    }

    /** The names of all choices. */
    public List<String> names() {
        return choices.stream().map(Choice::choice).toList();
    }

    /**
     * The choice with a name.
     *
     * @throws IllegalArgumentException if there is none; the message names those that there are
     */
    public T choice(String wanted) {
        for (T c : choices) {
            if (c.choice().equals(wanted)) {
                return c;
            }
        }
        throw new IllegalArgumentException(
                name + " has no choice \"" + wanted + "\"; it has " + String.join(", ", names()));
    }

    /**
     * Adds a choice from outside.
     *
     * @throws IllegalArgumentException if it is none of this point, or its name is taken or not a name
     */
    public void add(Choice choice) {
        if (!type.isInstance(choice)) {
            throw new IllegalArgumentException(choice.getClass().getName() + " is no choice of " + name
                    + ": it does not implement " + type.getName());
        }
        if (!NAME.matcher(choice.choice()).matches()) {
            throw new IllegalArgumentException(choice.getClass().getName() + " calls itself \"" + choice.choice()
                    + "\"; a name is small letters, digits and hyphens");
        }
        if (names().contains(choice.choice())) {
            throw new IllegalArgumentException(name + " has a choice \"" + choice.choice() + "\" already; "
                    + choice.getClass().getName() + " needs another name");
        }
        List<T> more = new ArrayList<>(choices);
        more.add(type.cast(choice));
        choices = List.copyOf(more);
    }

    /** Takes a choice away that was added from outside. */
    public void remove(Choice choice) {
        if (fromOutside(choice)) {
            choices = choices.stream().filter(c -> !c.equals(choice)).toList();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
