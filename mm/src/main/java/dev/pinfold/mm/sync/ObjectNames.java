package dev.pinfold.mm.sync;

import java.util.List;

/** Names for heap objects in reports: what they are and whose, as {@code "RwSemaphore of Space"}. Controlled mode only. */
final class ObjectNames {
    private static final String SEAM = ObjectNames.class.getPackageName();
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private ObjectNames() {}

    /** The name of the object that the code of this package just makes for somebody outside of it. */
    static String ofCaller() {
        List<Class<?>> makers = STACK.walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                .filter(c -> c != ObjectNames.class && c != Sync.class)
                .limit(12)
                .toList());
        String what = "object";
        for (Class<?> c : makers) {
            if (!c.getPackageName().equals(SEAM) || c.getSimpleName().endsWith("Test")) {
                return what + " of " + (c.getSimpleName().isEmpty() ? "a task" : c.getSimpleName());
            }
            what = c.getSimpleName();
        }
        return what;
    }
}
