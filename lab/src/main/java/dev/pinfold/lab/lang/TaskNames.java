package dev.pinfold.lab.lang;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tasks of a file: which lines are whose, and which call creates which. In a log a process number may come back
 * after its task has ended, and then means another task.
 */
public final class TaskNames {
    private static final Set<String> CREATORS = Set.of("fork", "vfork", "clone", "clone3");

    private final List<Workload.TaskName> names = new ArrayList<>();
    private final IdentityHashMap<Entry, Integer> owner = new IdentityHashMap<>();
    private final IdentityHashMap<Entry.Call, Integer> created = new IdentityHashMap<>();
    /** In a log, the line on which a task first shows. */
    private final Map<Integer, Integer> firstLine = new HashMap<>();

    private final Map<String, Integer> byWord = new HashMap<>();

    private TaskNames() {}

    /** Says whether a call makes a task. */
    static boolean creates(Entry.Call call) {
        return CREATORS.contains(call.name());
    }

    private int add(String name, int createdOn) {
        names.add(new Workload.TaskName(names.size(), name, createdOn));
        return names.size() - 1;
    }

    public List<Workload.TaskName> names() {
        return names;
    }

    public int of(Entry entry) {
        return owner.getOrDefault(entry, 0);
    }

    /** Returns the index of the task a call creates, or -1. */
    public int created(Entry.Call call) {
        return created.getOrDefault(call, -1);
    }

    boolean isTask(String word) {
        return byWord.containsKey(word);
    }

    /** Returns when a call happens: when it comes back, but a task is created before its first line. */
    public long position(Entry.Call call) {
        int child = created(call);
        int first = child < 0 ? call.line() : firstLine.getOrDefault(child, call.line());
        return first < call.line() && first > call.begun() ? 2L * first - 1 : 2L * call.line();
    }

    // ---- a workload: a word is one task

    static TaskNames ofWorkload(List<Entry> entries) throws WorkloadException {
        TaskNames t = new TaskNames();
        Set<String> words = new HashSet<>();
        for (Entry entry : entries) {
            boolean setup = entry instanceof Entry.Call call && isSetup(call);
            if (!setup) {
                words.add(entry.task());
            }
            if (entry instanceof Entry.Call call && creates(call) && succeeds(call)) {
                String child = childWord(call);
                if (t.byWord.containsKey(child)) {
                    throw call.piece()
                            .error(
                                    call.end(),
                                    "the task \"" + child + "\" a second time",
                                    "a word that no other line has given to a new task");
                }
                int index = t.add(child, call.begun());
                t.created.put(call, index);
                if (!child.isEmpty()) {
                    t.byWord.put(child, index);
                }
            }
        }
        for (Entry entry : entries) {
            String word = entry.task();
            if (entry instanceof Entry.Call call && isSetup(call)) {
                continue;
            }
            if (word.isEmpty() && others(t, words) && entry instanceof Entry.Call call) {
                words.remove("");
                throw call.piece()
                        .error(
                                call.at(),
                                "a line without a task",
                                "a task, as other lines have: "
                                        + String.join(
                                                ", ", words.stream().sorted().toList()));
            }
            Integer index = t.byWord.get(word);
            if (index == null) {
                index = t.add(word, 0);
                t.byWord.put(word, index);
            }
            t.owner.put(entry, index);
            Workload.TaskName name = t.names.get(index);
            if (name.createdOn() >= entry.line() && entry instanceof Entry.Call call && call.section() != 1) {
                throw call.piece()
                        .error(
                                0,
                                "a line of task \"" + word + "\"",
                                "it after line " + name.createdOn() + ", which creates that task");
            }
        }
        if (t.names.isEmpty()) {
            t.add("", 0);
        }
        return t;
    }

    private static boolean isSetup(Entry.Call call) {
        return CallCatalogue.find(call.name()).map(CallSpec::words).orElse(false);
    }

    /** Says whether some other task exists from the start, so that a line without one could be anybody's. */
    private static boolean others(TaskNames t, Set<String> words) {
        return words.stream()
                .anyMatch(w -> !w.isEmpty()
                        && (!t.byWord.containsKey(w)
                                || t.names.get(t.byWord.get(w)).createdOn() == 0));
    }

    private static boolean succeeds(Entry.Call call) {
        return call.result().map(r -> !r.onlyFailures() && !r.unfinished()).orElse(true);
    }

    /** Returns the word a new task gets, or an empty string where the line gives it none. */
    private static String childWord(Entry.Call call) {
        for (Expectation.Outcome outcome :
                call.result().map(Expectation::outcomes).orElse(List.of())) {
            if (outcome instanceof Expectation.Values v && v.slots().size() == 1) {
                Expectation.Slot slot = v.slots().getFirst();
                if (!slot.binds().isEmpty()) {
                    return slot.binds();
                }
                Optional<Expr> value = slot.equals().stream().findFirst();
                if (value.isPresent() && Expr.plain(value.get()) instanceof Expr.Num n) {
                    return Long.toString(n.value());
                }
            }
        }
        return "";
    }

    // ---- a log: a number is the task that lives under it at that time

    public static TaskNames ofLog(List<Entry> entries) {
        TaskNames t = new TaskNames();
        Map<String, Integer> current = new HashMap<>();
        Set<Integer> gone = new HashSet<>();
        String root = rootOf(entries);
        for (Entry entry : entries) {
            String word = entry.task().isEmpty() ? t.unnamed(current, gone, root) : entry.task();
            if (entry instanceof Entry.Superseded s) {
                Integer by = current.get(s.by());
                if (by != null) {
                    current.put(word, by);
                    gone.remove(by);
                }
                continue;
            }
            Integer known = current.get(word);
            int first = entry instanceof Entry.Call call ? call.begun() : entry.line();
            if (known == null || gone.contains(known)) {
                known = t.add(word, 0);
                current.put(word, known);
            }
            int index = known;
            t.firstLine.merge(index, first, Math::min);
            t.owner.put(entry, index);
            if (entry instanceof Entry.Gone) {
                gone.add(index);
            }
            if (entry instanceof Entry.Call call && creates(call) && succeeds(call)) {
                t.create(call, index, current, gone);
            }
        }
        t.byWord.putAll(current);
        if (t.names.isEmpty()) {
            t.add("", 0);
        }
        return t;
    }

    private void create(Entry.Call call, int parent, Map<String, Integer> current, Set<Integer> gone) {
        String child = childWord(call);
        if (child.isEmpty()) {
            return;
        }
        Integer known = current.get(child);
        boolean seen = known != null
                && known != parent
                && names.get(known).createdOn() == 0
                && firstLine.getOrDefault(known, 0) > call.begun();
        int index = seen && known != null ? known : add(child, call.begun());
        names.set(index, new Workload.TaskName(index, child, call.begun()));
        if (!seen) {
            current.put(child, index);
            gone.remove(index);
        }
        created.put(call, index);
    }

    /** Returns the number of the task that strace did not name as long as it was alone, or an empty string. */
    private static String rootOf(List<Entry> entries) {
        Set<String> children = new HashSet<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Call call && creates(call)) {
                children.add(childWord(call));
            }
        }
        for (Entry entry : entries) {
            if (!entry.task().isEmpty() && !children.contains(entry.task())) {
                return entry.task();
            }
        }
        return "";
    }

    /** Returns whose line it is that names no task: the only one that lives, or else the first. */
    private String unnamed(Map<String, Integer> current, Set<Integer> gone, String root) {
        List<String> alive = current.entrySet().stream()
                .filter(e -> !gone.contains(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return alive.size() == 1 ? alive.getFirst() : root;
    }
}
