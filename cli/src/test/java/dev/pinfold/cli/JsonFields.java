package dev.pinfold.cli;

import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The objects that {@code --json} prints, as {@code docs/json.md} has them and as the records are. */
final class JsonFields {
    private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern FIELD = Pattern.compile("(?:^|, )`(\\w+)`");

    private JsonFields() {}

    /** The fields of each object, in order, by what the page calls it. */
    static Map<String, List<String>> documented() throws IOException {
        Map<String, List<String>> objects = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/json.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && !row.group(1).equals("object")) {
                // What stands in parentheses explains a field.
                String fields = row.group(2).replaceAll(" \\([^)]*\\)", "");
                objects.put(
                        row.group(1),
                        FIELD.matcher(fields).results().map(m -> m.group(1)).toList());
            }
        }
        return objects;
    }

    /** The fields that a record is printed with. */
    static List<String> of(Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).map(JsonFields::name).toList();
    }

    private static String name(RecordComponent component) {
        try {
            SerializedName name = component
                    .getDeclaringRecord()
                    .getDeclaredField(component.getName())
                    .getAnnotation(SerializedName.class);
            return name == null ? component.getName() : name.value();
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }
}
