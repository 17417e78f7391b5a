import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of jars that were compiled for Java 6 or older the form of Java 8: the JVM's cache of linked classes
 * takes no older ones, and checks them by its slow, old verifier at each start. What the classes do stays the same.
 *
 * <p>Run as {@code java ModernClasses.java JAR...}; a jar without such classes is left alone.
 */
final class ModernClasses {
    private static final int JAVA_7 = 51;

    private ModernClasses() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            modernize(Path.of(jar));
        }
    }

    private static void modernize(Path jar) throws IOException {
        Path made = Path.of(jar + ".new");
        boolean changed = false;
        try (var classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                var in = new JarFile(jar.toFile());
                var out = new JarOutputStream(Files.newOutputStream(made))) {
            for (JarEntry entry : Collections.list(in.entries())) {
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                byte[] modern = entry.getName().endsWith(".class") ? modern(bytes, classes) : bytes;
                changed |= modern != bytes;
                out.putNextEntry(new JarEntry(entry.getName()));
                out.write(modern);
            }
        }
        if (changed) {
            Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(made);
        }
    }

    private static byte[] modern(byte[] bytes, URLClassLoader classes) {
        ClassHierarchyResolver hierarchy = ClassHierarchyResolver.ofResourceParsing(classes)
                .orElse(ClassHierarchyResolver.defaultResolver());
        ClassFile format =
                ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy));
        var model = format.parse(bytes);
        if (model.majorVersion() >= JAVA_7) {
            return bytes;
        }
        CodeTransform copied = (code, element) -> code.with(element);
        ClassTransform version = (built, element) ->
                built.with(element instanceof ClassFileVersion ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0) : element);
        return format.transformClass(model, ClassTransform.transformingMethodBodies(copied).andThen(version));
    }
}
