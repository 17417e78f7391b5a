package dev.pinfold.lab.choice;

import dev.pinfold.mm.Design;
import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.design.DesignPoint;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Makes choices from outside known by their names: those that jars on the class path announce, those of jars that are named,
 * and those of Java files, which are compiled here. A class is a choice if it implements the interface of a design point; it
 * must be public, with a public constructor without parameters.
 */
public final class ChoiceFiles {
    private ChoiceFiles() {}

    /** A choice that was added, and where. */
    public record Added(DesignPoint<?> point, Choice choice) {}

    /**
     * Adds the choices of jars and Java files, and those that the class path announces as services.
     *
     * @throws ChoiceException if a file does not compile, holds no choice, or one whose name is taken
     * @throws IOException if a file cannot be read
     */
    public static List<Added> add(List<Path> files) throws ChoiceException, IOException {
        List<Path> sources = new ArrayList<>();
        List<URL> jars = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString());
            }
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".java")) {
                sources.add(file);
            } else if (name.endsWith(".jar")) {
                jars.add(url(file));
            } else {
                throw new ChoiceException(file + ": neither a Java file nor a jar");
            }
        }
        List<Choice> found = new ArrayList<>();
        ClassLoader loader = ChoiceFiles.class.getClassLoader();
        if (!jars.isEmpty()) {
            loader = new URLClassLoader(jars.toArray(URL[]::new), loader);
        }
        announced(loader, found);
        if (found.isEmpty() && !jars.isEmpty()) {
            throw new ChoiceException(files.stream()
                    .filter(f -> f.toString().endsWith(".jar"))
                    .map(f -> f + ": announces no choice; META-INF/services/" + Choice.class.getName() + " names them")
                    .collect(Collectors.joining("\n")));
        }
        if (!sources.isEmpty()) {
            compiled(sources, loader, found);
        }
        List<Added> added = new ArrayList<>();
        for (Choice choice : found) {
            try {
                added.add(new Added(Design.add(choice), choice));
            } catch (IllegalArgumentException e) {
                added.forEach(a -> a.point().remove(a.choice()));
                throw new ChoiceException(String.valueOf(e.getMessage()), e);
            }
        }
        return added;
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(file.toString(), e);
        }
    }

    private static void announced(ClassLoader loader, List<Choice> found) throws ChoiceException {
        try {
            ServiceLoader.load(Choice.class, loader).forEach(found::add);
        } catch (ServiceConfigurationError e) {
            throw new ChoiceException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void compiled(List<Path> sources, ClassLoader parent, List<Choice> found)
            throws ChoiceException, IOException {
        Map<String, byte[]> classes = MemoryCompiler.compile(sources);
        ClassLoader loader = new ClassLoader(parent) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] bytes = classes.get(name);
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
        int before = found.size();
        for (String name : classes.keySet()) {
            Class<?> c = load(loader, name);
            if (Choice.class.isAssignableFrom(c) && !c.isInterface() && !Modifier.isAbstract(c.getModifiers())) {
                found.add(make(c));
            }
        }
        if (found.size() == before) {
            throw new ChoiceException(sources.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + ": holds no choice; a choice implements one of "
                    + Design.points().stream().map(p -> p.type().getName()).collect(Collectors.joining(", ")));
        }
    }

    private static Class<?> load(ClassLoader loader, String name) throws ChoiceException {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ChoiceException(name + " cannot be loaded: " + e, e);
        }
    }

    private static Choice make(Class<?> c) throws ChoiceException {
        try {
            if (!Modifier.isPublic(c.getModifiers())) {
                throw new ChoiceException("class " + c.getName() + " is a choice and not public");
            }
            return (Choice) c.getConstructor().newInstance();
        } catch (NoSuchMethodException e) {
            throw new ChoiceException(
                    "class " + c.getName() + " is a choice and has no public constructor without parameters", e);
        } catch (InvocationTargetException e) {
            throw new ChoiceException("class " + c.getName() + " cannot be made: " + e.getCause(), e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new ChoiceException("class " + c.getName() + " cannot be made: " + e, e);
        }
    }
}
