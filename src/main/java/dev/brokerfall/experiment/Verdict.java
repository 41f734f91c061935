package dev.brokerfall.experiment;

/** Whether an objective is met, judged on the whole interval. */
public enum Verdict {
    /** The whole interval is within the limit. */
    PASS,
    /** The whole interval is beyond the limit. */
    FAIL,
    /** The limit lies in the interval. */
    INCONCLUSIVE,
    /** There is nothing to judge; counts as failed. */
    NO_DATA
}
