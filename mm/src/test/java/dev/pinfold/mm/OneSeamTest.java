package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Tasks meet only through {@code dev.pinfold.mm.sync}: nowhere else does the memory manager own a monitor, a volatile
 * field, a lock, an atomic, a variable handle or a thread's sleep, or the explorer would not see the meeting.
 */
class OneSeamTest {
    private static final String SEAM = "dev.pinfold.mm.sync";

    /** Types whose mere mention means that tasks meet; the concurrent package has plain value types too. */
    private static final Set<String> HARMLESS =
            Set.of("java.util.concurrent.TimeUnit", "java.util.concurrent.ThreadLocalRandom");

    private static final Set<String> MEETING_METHODS =
            Set.of("wait", "notify", "notifyAll", "sleep", "yield", "onSpinWait", "join");

    @Test
    void nothingSynchronisesOutsideTheSeam() {
        assertThat(offences(MmClasses.production())).isEmpty();
    }

    /** Each kind of offence is planted once, and seen. */
    @Test
    void everyKindOfOffenceIsSeen() {
        List<String> found = offences(MmClasses.all()
                .that(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "planted", c -> c.getName().startsWith("dev.pinfold.mm.fault.Synchronises"))));
        assertThat(found)
                .anyMatch(s -> s.contains("synchronized method"))
                .anyMatch(s -> s.contains("monitor"))
                .anyMatch(s -> s.contains("volatile"))
                .anyMatch(s -> s.contains("AtomicLong"))
                .anyMatch(s -> s.contains("ReentrantLock"))
                .anyMatch(s -> s.contains("VarHandle"))
                .anyMatch(s -> s.contains("sleep"));
    }

    private static List<String> offences(JavaClasses classes) {
        var findings = new ArrayList<String>();
        for (JavaClass c : classes) {
            if (c.getPackageName().equals(SEAM)) {
                continue;
            }
            for (JavaCodeUnit unit : c.getCodeUnits()) {
                if (unit.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                    findings.add("synchronized method " + unit.getFullName());
                }
            }
            for (JavaField field : c.getFields()) {
                if (field.getModifiers().contains(JavaModifier.VOLATILE)) {
                    findings.add("volatile field " + field.getFullName());
                }
            }
            for (Dependency d : c.getDirectDependenciesFromSelf()) {
                if (meets(d.getTargetClass().getBaseComponentType().getName())) {
                    findings.add(d.getDescription());
                }
            }
            for (JavaMethodCall call : c.getMethodCallsFromSelf()) {
                String owner = call.getTargetOwner().getName();
                if ((owner.equals("java.lang.Thread") || owner.equals("java.lang.Object"))
                        && MEETING_METHODS.contains(call.getName())) {
                    findings.add(call.getDescription());
                }
            }
            monitors(c, findings);
        }
        return findings;
    }

    private static boolean meets(String type) {
        return (type.startsWith("java.util.concurrent.") && !HARMLESS.contains(type))
                || type.equals("java.lang.invoke.VarHandle")
                || type.equals("sun.misc.Unsafe");
    }

    /** Blocks of {@code synchronized} leave no trace in a class's members: read the instructions. */
    private static void monitors(JavaClass c, List<String> findings) {
        String resource = "/" + c.getName().replace('.', '/') + ".class";
        try (InputStream in = OneSeamTest.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("no class file for " + c.getName());
            }
            for (var method : ClassFile.of().parse(in.readAllBytes()).methods()) {
                method.code()
                        .ifPresent(code -> code.forEach(e -> {
                            if (e instanceof java.lang.classfile.Instruction i && i.opcode() == Opcode.MONITORENTER) {
                                findings.add("monitor in " + c.getName() + "."
                                        + method.methodName().stringValue());
                            }
                        }));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
