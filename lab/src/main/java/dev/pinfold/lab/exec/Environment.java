package dev.pinfold.lab.exec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The names of a running workload and what they hold. Used by all its tasks at once. */
public final class Environment {
    private final Map<String, Value> names = new ConcurrentHashMap<>();
    private final Meeting meeting;

    /** Makes an environment without names, whose tasks wait for each other at a meeting. */
    public Environment(Meeting meeting) {
        this.meeting = meeting;
    }

    /** Returns where the tasks of this workload wait for each other. */
    public Meeting meeting() {
        return meeting;
    }

    /** Returns what a name holds, or null where it is not bound yet. */
    public @Nullable Value get(String name) {
        return names.get(name);
    }

    /** Lets a name hold a value, and whoever waits for it go on. */
    public void bind(String name, Value value) {
        meeting.change(name, () -> names.put(name, value));
    }

    /** Returns what a name holds, once it is bound. */
    Value await(String name) throws Meeting.Nobody {
        meeting.look(name);
        Value value = names.get(name);
        if (value == null) {
            meeting.await("the name \"" + name + "\"", name, () -> names.containsKey(name));
            value = names.get(name);
        }
        if (value == null) {
            throw new AssertionError(name);
        }
        return value;
    }
}
