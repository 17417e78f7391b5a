package dev.pinfold.lab.choice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles Java files against the class path of the program that runs, and keeps the classes in memory. */
final class MemoryCompiler {
    private MemoryCompiler() {}

    /**
     * Compiles files together.
     *
     * @return the bytes of each class by its name, in the order they came
     * @throws ChoiceException if they do not compile, with {@code FILE:LINE:COLUMN: message} for each error
     * @throws IOException if a file cannot be read
     */
    static Map<String, byte[]> compile(List<Path> files) throws ChoiceException, IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new ChoiceException("Java files need a JDK to be compiled, and this is a run-time environment only");
        }
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        try (StandardJavaFileManager standard =
                        javac.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8);
                JavaFileManager memory = new InMemory(standard, classes)) {
            List<String> options =
                    List.of("-classpath", System.getProperty("java.class.path", ""), "-proc:none", "-g", "-parameters");
            boolean fine = javac.getTask(
                            null, memory, found, options, null, standard.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!fine) {
                throw new ChoiceException(errors(found.getDiagnostics()));
            }
        }
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    private static String errors(List<Diagnostic<? extends JavaFileObject>> found) {
        List<String> lines = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> d : found) {
            if (d.getKind() == Diagnostic.Kind.ERROR) {
                JavaFileObject source = d.getSource();
                String where = source == null
                        ? ""
                        : source.getName() + ":" + d.getLineNumber() + ":" + d.getColumnNumber() + ": ";
                lines.add(where + d.getMessage(Locale.ROOT));
            }
        }
        return String.join("\n", lines);
    }

    /** Keeps what is compiled. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            URI uri = URI.create("memory:///" + name.replace('.', '/') + kind.extension);
            return new SimpleJavaFileObject(uri, kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    classes.put(name, out);
                    return out;
                }
            };
        }
    }
}
