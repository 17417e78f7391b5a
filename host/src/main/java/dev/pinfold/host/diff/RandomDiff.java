package dev.pinfold.host.diff;

import dev.pinfold.host.agent.AgentException;
import dev.pinfold.host.random.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Random sequences on both sides, one after the other, until enough operations have been made or one differs. */
public final class RandomDiff {
    /** About how many operations a sequence has. */
    public static final int LENGTH = 200;

    /**
     * What came of it.
     *
     * @param givenUp sequences given up at a call that cannot be compared, see {@link Incomparable}, or because what differs
     *     says nothing of a huge page, see {@link Differ#excusedOfHugePages}
     * @param found the differences, each with the seed of its sequence: with that seed alone it shows again
     */
    public record Result(long sequences, long operations, long givenUp, List<Found> found) {
        /** Makes the result; the list is copied. */
        public Result {
            found = List.copyOf(found);
        }
    }

    /** A difference, as found and as shrunk. */
    public record Found(long seed, Divergence difference, Divergence shortest) {}

    private final Side kernel;
    private final Side pinfold;
    private final int every;
    private final @Nullable ResultRecorder recorder;
    private final int most;
    private BooleanSupplier enough = () -> false;

    /**
     * Makes the comparison.
     *
     * @param every after how many operations the states are compared
     * @param most after how many differences it ends
     * @param recorder takes in what the kernel answered, or null
     */
    public RandomDiff(Side kernel, Side pinfold, int every, int most, @Nullable ResultRecorder recorder) {
        this.kernel = kernel;
        this.pinfold = pinfold;
        this.every = every;
        this.most = most;
        this.recorder = recorder;
    }

    /** Ends, with what was found, where somebody wants it to; asked between two sequences. */
    public RandomDiff until(BooleanSupplier end) {
        enough = end;
        return this;
    }

    /** Runs sequences with the seeds from {@code seed} on. */
    public Result run(long seed, Profile profile, long operations, LongConsumer progress) {
        Differ differ = new Differ(kernel, pinfold, every);
        List<Found> found = new ArrayList<>();
        long done = 0;
        long sequences = 0;
        long givenUp = 0;
        while (done < operations && !enough.getAsBoolean()) {
            long s = seed + sequences++;
            Differ.Result result;
            try {
                result = differ.random(s, profile, Math.clamp(operations - done, 1, LENGTH));
            } catch (AgentException e) {
                throw new AgentException("seed " + s + ": " + e.getMessage());
            }
            done += result.ops().size();
            progress.accept(done);
            if (result.difference().isPresent()) {
                Divergence difference = result.difference().get();
                if (differ.excused(difference, 1)
                        || Differ.excusedOfUnsharing(difference)
                        || profile.huge() && differ.excusedOfHugePages(difference, 1)) {
                    givenUp++;
                    continue;
                }
                found.add(new Found(s, difference, shrink(difference, 1)));
                if (found.size() >= most) {
                    break;
                }
            } else if (recorder != null) {
                recorder.add("profile " + profile + ", seed " + s, result);
            }
        }
        return new Result(sequences, done, givenUp, found);
    }

    /** Cuts a difference to the shortest sequence that still shows it. */
    public Divergence shrink(Divergence difference, int tasks) {
        return new Shrinker(new Differ(kernel, pinfold, 1), tasks, difference, 2000, enough).shrink();
    }
}
