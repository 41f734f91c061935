package dev.brokerfall.experiment;

/** Whoever wants to know how far an experiment is. Called by one thread at a time, but not always by the same. */
@FunctionalInterface
public interface Progress {

    /** Nobody. */
    Progress SILENT = (done, total) -> {};

    /** An interval was looked at: the one furthest from what was asked for. */
    default void looked(Look widest) {}

    /** Chains of faults are being played for an option. */
    default void chainsPlayed(String option, RareEvents.Played so) {}

    /** So many trials of all options together are over, of so many. */
    void trialsDone(long done, long total);
}
