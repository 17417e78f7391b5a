package dev.pinfold.mm.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.Sources;
import dev.pinfold.mm.Sources.Source;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each constant of Linux is defined in this package and nowhere else in the house: not by its name, not by its name
 * without the prefix, and the size of a page not as a number.
 */
class OneDefinitionTest {
    private static final String HOME = "mm/src/main/java/dev/pinfold/mm/abi/";
    private static final Pattern DEFINED = Pattern.compile("\\b(?:int|long) ([A-Z_][A-Z0-9_]*) = ([^;]+);");
    private static final Pattern NUMBER = Pattern.compile("(-?)(0[xX][0-9a-fA-F]+|0[0-7]+|\\d+)L?(?: << (\\d+))?");
    private static final Pattern PAGE_BY_NUMBER =
            Pattern.compile("(?<!1 )(?:<<|>>>|>>) 12\\b|\\b0xfffL?\\b|\\b4095L?\\b|-4096L?\\b");

    /** Words of every day: what they mean where they stand alone is not Linux's constant. */
    private static final Set<String> EVERYDAY = Set.of("READ", "WRITE", "EXEC", "SHARED");

    private final Map<String, Long> constants = constants();

    @Test
    void noConstantIsDefinedASecondTime() {
        List<Source> others =
                Sources.all().stream().filter(s -> !s.path().startsWith(HOME)).toList();
        assertThat(others).hasSizeGreaterThan(600);
        assertThat(others.stream().flatMap(s -> offences(s).stream())).isEmpty();
    }

    @Test
    void theConstantsAreSeen() {
        assertThat(constants)
                .hasSizeGreaterThan(600)
                .containsEntry("MAP_FIXED", 0x10L)
                .containsEntry("PAGE_SIZE", 4096L)
                .containsEntry("VM_SEALED", 1L << 42)
                .containsEntry("__WALL", 0x40000000L);
    }

    @Test
    void everyKindOfCopyIsSeen() {
        assertThat(offences(planted("private static final int MAP_FIXED = 0x10;")))
                .hasSize(1);
        assertThat(offences(planted("long FIXED = 16L;"))).hasSize(1);
        assertThat(offences(planted("static final int DONTNEED = 4;"))).hasSize(1);
        assertThat(offences(planted("static final long SEALED = 1L << 42;"))).hasSize(1);
        assertThat(offences(planted("static final int CLOEXEC = 02000000;"))).hasSize(1);
        assertThat(offences(planted("static final int PAGE = 4096;"))).hasSize(1);
        assertThat(offences(planted("long pages = bytes >>> 12;"))).hasSize(1);
        assertThat(offences(planted("long page = address & ~0xfffL;"))).hasSize(1);
        assertThat(offences(planted("static final int FIXED = MAP_FIXED; // int MAP_FIXED = 0x10;")))
                .isEmpty();
        assertThat(offences(planted("static final int FIXED = 17; int n = count; String s = \"int MAP_FIXED = 16;\";")))
                .isEmpty();
    }

    private static Source planted(String text) {
        return Source.of("mm/src/main/java/dev/pinfold/mm/Planted.java", text);
    }

    private List<String> offences(Source source) {
        var found = new ArrayList<String>();
        Matcher m = DEFINED.matcher(source.code());
        while (m.find()) {
            if (constants.containsKey(m.group(1)) || isCopy(m.group(1), m.group(2))) {
                found.add(source.path() + ": " + m.group());
            }
        }
        Matcher page = PAGE_BY_NUMBER.matcher(source.code());
        while (source.path().startsWith("mm/src/main/") && page.find()) {
            found.add(source.path() + ": " + page.group());
        }
        return found;
    }

    /** Whether a name is a constant's without its prefix, and stands for its value. */
    private boolean isCopy(String name, String expression) {
        Matcher m = NUMBER.matcher(expression.replace("_", "").trim());
        if (!m.matches() || EVERYDAY.contains(name)) {
            return false;
        }
        long number = Long.parseUnsignedLong(digits(m.group(2)), radix(m.group(2)));
        long value =
                (m.group(1).isEmpty() ? number : -number) << (m.group(3) == null ? 0 : Integer.parseInt(m.group(3)));
        return value != 0
                && constants.entrySet().stream()
                        .anyMatch(c -> c.getValue() == value
                                && (c.getKey().endsWith("_" + name)
                                        || c.getKey().equals(name + "_SIZE")));
    }

    private static int radix(String number) {
        return number.startsWith("0x") || number.startsWith("0X")
                ? 16
                : number.length() > 1 && number.charAt(0) == '0' ? 8 : 10;
    }

    private static String digits(String number) {
        return radix(number) == 16 ? number.substring(2) : number;
    }

    private static Map<String, Long> constants() {
        Map<String, Long> all = new HashMap<>();
        for (Source source : Sources.all()) {
            if (source.path().startsWith(HOME)) {
                addConstants(all, source.simpleName());
            }
        }
        return all;
    }

    private static void addConstants(Map<String, Long> all, String name) {
        if (name.endsWith("-info")) {
            return;
        }
        try {
            for (Field field : Class.forName("dev.pinfold.mm.abi." + name).getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType().isPrimitive()) {
                    Long before = all.put(field.getName(), field.getLong(null));
                    assertThat(before).as(field.getName()).isNull();
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }
}
