package dev.brokerfall.experiment;

/** Whether an objective is met, judged on the whole interval; from the lightest to the gravest. */
public enum Verdict {
    /** The whole interval is within the limit. */
    PASS,
    /** The limit lies in the interval. */
    INCONCLUSIVE,
    /** There is nothing to judge; counts as failed. */
    NO_DATA,
    /** The whole interval is beyond the limit. */
    FAIL
}
