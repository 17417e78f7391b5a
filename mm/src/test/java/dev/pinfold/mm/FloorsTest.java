package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.pinfold.mm.Sources.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Holds the packages of the memory manager to their floors: each imports only from floors below its own, packages on
 * one floor do not know each other, and a package without a floor does not exist. A change of the plan changes it
 * here and in {@code docs/architecture.md} together.
 */
class FloorsTest {
    private static final String ROOT = "dev.pinfold.mm";
    private static final String SOURCES = "mm/src/main/java/dev/pinfold/mm/";
    /** A class of the memory manager's by its full name; its package below the root is group 1. */
    private static final Pattern NAME = Pattern.compile("\\bdev\\.pinfold\\.mm(?:\\.([a-z]\\w*))?\\.[A-Z*]");

    /**
     * Package below {@link #ROOT} to floor. Floor three is three steps, since a Linux VMA knows the file and the
     * anon_vma it maps: reverse maps, then files, then spaces. Floor four is two: who makes huge pages
     * also splits folios.
     */
    private static final Map<String, Integer> FLOORS = Map.ofEntries(
            Map.entry("abi", 0),
            Map.entry("design", 0),
            Map.entry("sync", 0),
            Map.entry("frame", 10),
            Map.entry("table", 20),
            Map.entry("rmap", 30),
            Map.entry("file", 33),
            Map.entry("space", 36),
            Map.entry("device", 40),
            Map.entry("huge", 42),
            Map.entry("reclaim", 40),
            Map.entry("fault", 50),
            Map.entry("gup", 60),
            Map.entry("kmap", 60),
            Map.entry("dirty", 60),
            Map.entry("syscall", 70),
            Map.entry("audit", 70),
            Map.entry("", 80));

    @Test
    void everyPackageHasAFloor() {
        var homeless = new TreeSet<String>();
        for (JavaClass c : MmClasses.production()) {
            if (floor(c) == null) {
                homeless.add(c.getPackageName());
            }
        }
        assertThat(homeless).isEmpty();
    }

    @Test
    void importsPointDown() {
        assertThat(upward(MmClasses.production())).isEmpty();
    }

    /** The rule itself, on classes of which one is known to look up and the other only down. */
    @Test
    void aLookUpwardIsSeen() {
        JavaClasses all = MmClasses.all();
        DescribedPredicate<JavaClass> planted = DescribedPredicate.describe(
                "planted",
                c -> c.getPackageName().equals(ROOT + ".sync")
                        && c.getSimpleName().equals("LooksUp"));
        assertThat(upward(all.that(planted)))
                .isNotEmpty()
                .allSatisfy(s -> assertThat(s).contains(ROOT + ".fault"));
    }

    /** What is inlined leaves no trace in a class, so the sources are asked as well, and what only documentation imports. */
    @Test
    void importsOfSourcesPointDown() {
        List<Source> ours =
                Sources.all().stream().filter(s -> s.path().startsWith(SOURCES)).toList();
        assertThat(ours).hasSizeGreaterThan(300);
        assertThat(ours.stream().filter(s -> !named(s).isEmpty())).hasSizeGreaterThan(250);
        assertThat(ours.stream().flatMap(s -> upward(s).stream())).isEmpty();
    }

    @Test
    void aLookUpwardOfASourceIsSeen() {
        assertThat(upward(planted("import dev.pinfold.mm.fault.Fault;"))).hasSize(1);
        assertThat(upward(planted("import static dev.pinfold.mm.fault.Fault.ACCERR;")))
                .hasSize(1);
        assertThat(upward(planted("int n = dev.pinfold.mm.fault.Fault.ACCERR;")))
                .hasSize(1);
        assertThat(upward(planted("import dev.pinfold.mm.Task;"))).hasSize(1);
        assertThat(upward(planted("import static dev.pinfold.mm.Calls.FAILED;")))
                .hasSize(1);
        assertThat(upward(planted("import dev.pinfold.mm.table.Pte.Kind; import dev.pinfold.mm.sync.Site;")))
                .isEmpty();
        assertThat(upward(planted("// import dev.pinfold.mm.fault.Fault;"))).isEmpty();
    }

    private static Source planted(String text) {
        return Source.of(SOURCES + "space/Planted.java", text);
    }

    /** The packages below the root that a source names, itself aside; the root is the empty name. */
    private static Set<String> named(Source source) {
        var found = new TreeSet<String>();
        Matcher m = NAME.matcher(source.code().replaceAll("package [^;]*;", ""));
        while (m.find()) {
            found.add(m.group(1) == null ? "" : m.group(1));
        }
        found.remove(room(source));
        return found;
    }

    private static String room(Source source) {
        String below = source.path().substring(SOURCES.length());
        return below.contains("/") ? below.substring(0, below.lastIndexOf('/')).replace('/', '.') : "";
    }

    private static List<String> upward(Source source) {
        Integer own = FLOORS.get(room(source));
        return named(source).stream()
                .filter(other -> own != null && FLOORS.getOrDefault(other, -1) >= own)
                .map(other -> source.path() + " names " + ROOT + "." + other)
                .toList();
    }

    private static List<String> upward(JavaClasses classes) {
        var findings = new ArrayList<String>();
        for (JavaClass from : classes) {
            Integer own = floor(from);
            if (own == null) {
                continue;
            }
            for (Dependency d : from.getDirectDependenciesFromSelf()) {
                JavaClass to = d.getTargetClass().getBaseComponentType();
                Integer other = floor(to);
                boolean same = to.getPackageName().equals(from.getPackageName());
                if (other != null && !same && other >= own) {
                    findings.add(d.getDescription());
                }
            }
        }
        return findings;
    }

    private static @Nullable Integer floor(JavaClass c) {
        String name = c.getPackageName();
        if (name.equals(ROOT)) {
            return FLOORS.get("");
        }
        return name.startsWith(ROOT + ".") ? FLOORS.get(name.substring(ROOT.length() + 1)) : null;
    }
}
