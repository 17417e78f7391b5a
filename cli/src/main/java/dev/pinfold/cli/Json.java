package dev.pinfold.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.io.PrintWriter;

/**
 * What {@code --json} prints: one object on one line. Results are described as records whose components bear the names
 * that other programs rely on; maps, lists, numbers, strings and null stand for themselves. {@code docs/json.md} describes them all.
 */
final class Json {
    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .disableHtmlEscaping()
            .registerTypeAdapter(double.class, number())
            .registerTypeAdapter(Double.class, number())
            .create();

    private Json() {}

    /** JSON has no word for what is no number or endless: such a figure is null. */
    private static JsonSerializer<Double> number() {
        return (d, type, context) -> Double.isFinite(d) ? new JsonPrimitive(d) : JsonNull.INSTANCE;
    }

    /** The object as text, without a line's end. */
    static String of(Object result) {
        return GSON.toJson(result);
    }

    /** Prints the one object a command prints. */
    static void print(PrintWriter out, Object result) {
        out.println(of(result));
        out.flush();
    }
}
