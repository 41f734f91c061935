package dev.brokerfall.experiment;

/** Whoever wants to know how far an experiment is. Called by one thread at a time, but not always by the same. */
@FunctionalInterface
public interface Progress {

    /** Nobody. */
    Progress SILENT = (done, total) -> {};

    /** So many trials of all options together are over, of so many. */
    void trialsDone(long done, long total);
}
