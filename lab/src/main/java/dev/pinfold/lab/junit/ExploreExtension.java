package dev.pinfold.lab.junit;

import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.Program;
import dev.pinfold.lab.explore.Report;
import dev.pinfold.lab.explore.Result;
import dev.pinfold.lab.explore.Strategy;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.ViolationKind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Runs methods annotated with {@link Explore}. */
final class ExploreExtension implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Stream.of(new TestTemplateInvocationContext() {
            @Override
            public String getDisplayName(int index) {
                return context.getDisplayName();
            }

            @Override
            public List<Extension> getAdditionalExtensions() {
                return List.of(new Run());
            }
        });
    }

    /** Takes the place of the method's one invocation. */
    private static final class Run implements InvocationInterceptor, ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Tasks.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return new Tasks();
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<@Nullable Void> invocation,
                ReflectiveInvocationContext<Method> method,
                ExtensionContext context) {
            invocation.skip();
            Assumptions.assumeTrue(Sync.CONTROLLED, "needs -Dpinfold.controlled=true");
            Explore e = AnnotationSupport.findAnnotation(method.getExecutable(), Explore.class)
                    .orElseThrow();
            Object test = method.getTarget().orElse(null);
            method.getExecutable().setAccessible(true);
            Explorer explorer = Explorer.of(() -> build(method.getExecutable(), test))
                    .strategy(e.strategy())
                    .preemptions(e.preemptions())
                    .schedules(e.schedules())
                    .work(e.work())
                    .races(e.races());
            if (e.strategyClass() != Strategy.class) {
                explorer.strategy(ReflectionSupport.newInstance(e.strategyClass()));
            }
            if (!e.replay().isEmpty()) {
                judge(e, explorer.replay(e.replay(), s -> {}));
                return;
            }
            Result result = explorer.explore();
            judge(e, result.violation());
            if (result.violation() == null && !result.complete() && !e.incomplete()) {
                throw new AssertionError("not complete: " + result.schedules() + " schedules, " + result.work()
                        + " of work, seen: " + result.bound());
            }
        }

        private static void judge(Explore e, @Nullable Failure found) {
            List<ViolationKind> expected = List.of(e.violation());
            if (expected.isEmpty()) {
                if (found != null) {
                    throw new AssertionError(Report.of(found), found.cause());
                }
            } else if (found == null) {
                throw new AssertionError("no violation found, and expected: " + expected);
            } else if (!expected.contains(found.kind())) {
                throw new AssertionError("expected: " + expected + ", found: " + Report.of(found), found.cause());
            }
        }

        private static Program build(Method method, @Nullable Object test) {
            Tasks tasks = new Tasks();
            try {
                method.invoke(test, tasks);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("building the program failed", e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
            return tasks.program();
        }
    }
}
