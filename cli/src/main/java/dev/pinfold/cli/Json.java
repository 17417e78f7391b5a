package dev.pinfold.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintWriter;

/**
 * What {@code --json} prints: one object on one line. Results are described as records whose components bear the names
 * that other programs rely on; maps, lists, numbers, strings and null stand for themselves.
 */
final class Json {
    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private Json() {}

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
