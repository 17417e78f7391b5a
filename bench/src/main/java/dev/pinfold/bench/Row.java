package dev.pinfold.bench;

/**
 * A line of the comparison.
 *
 * @param name by which it is asked for
 * @param unit what one figure is for: a call, a page, a whole fork
 * @param goal the ratio kernel ÷ Pinfold that is to be reached
 * @param stretch the ratio to reach after that
 * @param compared what each side does and does not do, for a sceptic
 * @param kernel makes the kernel's side
 * @param pinfold makes Pinfold's side
 */
public record Row(
        String name,
        String unit,
        double goal,
        double stretch,
        String compared,
        Maker<KernelTask> kernel,
        Maker<PinfoldTask> pinfold) {
    /** Makes one side from what it runs on. */
    @FunctionalInterface
    public interface Maker<T> {
        Contender make(T task);
    }
}
