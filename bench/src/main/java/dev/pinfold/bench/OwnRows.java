package dev.pinfold.bench;

import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.AgentUnavailableException;
import dev.pinfold.host.diff.KernelSide;
import dev.pinfold.host.diff.PinfoldSide;
import dev.pinfold.host.diff.RandomDiff;
import dev.pinfold.host.proc.KernelInfo;
import dev.pinfold.host.random.Profile;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.frame.FrameConfig;
import dev.pinfold.mm.frame.Frames;
import java.util.List;

/** What Pinfold costs by itself: metadata, and how fast it explores and compares. The kernel's column has what the row says. */
final class OwnRows {
    private static final int STRUCT_PAGE = 64;

    private OwnRows() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "frame-metadata",
                        "frame",
                        2,
                        4,
                        "bytes of metadata a frame: the kernel's struct page has 64.",
                        k -> () -> STRUCT_PAGE,
                        p -> OwnRows::bytesPerFrame),
                new Row(
                        "explorer",
                        "schedule",
                        100,
                        400,
                        "a program of two tasks and 40 points, one schedule after the other, in a JVM of its own; the kernel's"
                                + " column has 1,000 schedules a second, what explorers of Java programs do at best.",
                        k -> () -> 1e9 / 1_000,
                        p -> new ExplorerRate.Child()),
                new Row(
                        "diff",
                        "call",
                        0,
                        0,
                        "random calls of the profile \"all\" compared as pinfold diff does: in the kernel's column the time until"
                                + " the kernel's side has answered and been looked at, in Pinfold's all of it. A rate, no goal.",
                        k -> new Dummy(),
                        p -> new Compared()));
    }

    private static double bytesPerFrame() {
        try (Frames frames = new Frames(FrameConfig.of(1, 1024))) {
            return frames.bytesPerFrame();
        }
    }

    /** The kernel's part is timed where both are asked, see {@link Compared}. */
    private static final class Dummy implements Contender {
        @Override
        public double round() {
            return Compared.kernelNanos;
        }
    }

    private static final class Compared implements Contender {
        private static final int CALLS = 1_500;

        /** What the kernel's side took in the last round, for its column. */
        private static double kernelNanos = 1;

        private final TimedSide kernel;
        private final PinfoldSide pinfold;
        private long seed = 1;

        Compared() {
            try {
                KernelSide side = new KernelSide(AgentOptions.standard());
                kernel = new TimedSide(side);
                pinfold = new PinfoldSide(
                        side.like(PinfoldSide.standard(256L << 20, false, KernelInfo.lowestAddress())), Machine::of);
            } catch (AgentUnavailableException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public double round() {
            long before = kernel.nanos();
            long from = System.nanoTime();
            RandomDiff.Result result =
                    new RandomDiff(kernel, pinfold, 16, 1, null).run(seed, Profile.ALL, CALLS, done -> {});
            long ns = System.nanoTime() - from;
            seed += result.sequences();
            kernelNanos = (kernel.nanos() - before) / (double) result.operations();
            return ns / (double) result.operations();
        }

        @Override
        public void close() {
            kernel.close();
            pinfold.close();
        }
    }
}
