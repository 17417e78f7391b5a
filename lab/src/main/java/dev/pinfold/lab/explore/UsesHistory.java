package dev.pinfold.lab.explore;

/** A strategy that may ask for what each operation of the run depends on: keeping that has its price. */
interface UsesHistory extends Strategy {
    /** Whether {@link ScheduleRun#history} is to be kept in the run that begins. */
    boolean needsHistory();
}
