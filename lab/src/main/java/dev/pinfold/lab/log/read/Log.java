package dev.pinfold.lab.log.read;

import dev.pinfold.lab.lang.Workload;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recorded log: what strace printed, found in what surrounds it.
 *
 * @param name the file's name, or the files', and which of several logs it is
 * @param dialect whose lines they are
 * @param steps tasks, set-up calls, calls and events, in the order of the log
 * @param passed what was passed over, in the order of the file
 * @param gaps where the log does not show all that happened, in order
 * @param filter the line that says that only some calls were recorded
 * @param kernel the line that names the kernel, and the release
 * @param places of each line the file and its line there, where several files were read together; else empty
 * @param unordered whether threads' lines come from files of their own whose order nothing tells
 */
public record Log(
        String name,
        Dialect dialect,
        Workload steps,
        List<Passed> passed,
        List<Gap> gaps,
        Optional<Passed> filter,
        Optional<Named> kernel,
        List<String> places,
        boolean unordered) {
    /** Makes the log; lists are copied. */
    public Log {
        passed = List.copyOf(passed);
        gaps = List.copyOf(gaps);
        places = List.copyOf(places);
    }

    /** A release of Linux and the line that names it. */
    public record Named(int line, String release) {}

    /** Returns where a line stands, for a report. */
    public String where(int line) {
        return line > 0 && line <= places.size() ? places.get(line - 1) : "line " + line;
    }

    /** Returns how much was passed over, by kind. */
    public Map<PassedKind, Integer> passedByKind() {
        Map<PassedKind, Integer> counts = new EnumMap<>(PassedKind.class);
        passed.forEach(p -> counts.merge(p.kind(), 1, Integer::sum));
        return counts;
    }
}
