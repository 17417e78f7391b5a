package dev.pinfold.testing;

import java.util.List;

/** All that tests may skip, and why. A test that skips for another reason fails. */
final class Skips {
    /**
     * A reason.
     *
     * @param from tests of classes whose names begin so may give it
     * @param words what the message of the skip has in it
     * @param why nothing is lost by it, or what is
     */
    record Skip(String from, String words, String why) {}

    static final List<Skip> ALL = List.of(
            new Skip(
                    "dev.pinfold.host.",
                    "the kernel can be asked only on Linux on x86-64",
                    "no other kernel is the judge; what it answered is in examples/golden, which every machine runs"),
            new Skip(
                    "dev.pinfold.host.",
                    "the agent cannot be executed here",
                    "a machine may forbid to trace, or to execute files; the recorded answers are run all the same"),
            new Skip(
                    "dev.pinfold.bench.RowsTest",
                    "the kernel can be asked only on Linux on x86-64",
                    "there is nothing to time; Pinfold's sides are run"),
            new Skip(
                    "dev.pinfold.bench.RowsTest",
                    "the agent cannot be executed here",
                    "there is nothing to time; Pinfold's sides are run"),
            new Skip(
                    "dev.pinfold.host.diff.RandomDiffTest",
                    "this kernel gives no huge pages",
                    "it was told never to; the other profiles are compared"),
            new Skip(
                    "dev.pinfold.host.agent.RebuildTest",
                    "no gcc here",
                    "the agent is shipped as a binary; whether it is that of its source is looked at where there is a compiler"),
            new Skip(
                    "dev.pinfold.lab.junit.",
                    "needs -Dpinfold.controlled=true",
                    "explorations run in the controlled execution of the same build, where none of them may skip"),
            new Skip(
                    "dev.pinfold.cli.RecordCommandTest",
                    "no strace here",
                    "a machine need not have it; logs that it made are replayed on every machine"),
            new Skip(
                    "dev.pinfold.cli.RecordCommandTest",
                    "strace may not trace here",
                    "a machine may forbid to trace; logs that it made are replayed on every machine"),
            new Skip("dev.pinfold.mm.AllocationTest", "this JVM does not count allocations", "HotSpot does"));

    private Skips() {}

    static boolean allows(String testClass, String message) {
        return ALL.stream().anyMatch(s -> testClass.startsWith(s.from()) && message.contains(s.words()));
    }
}
