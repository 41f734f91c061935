package dev.brokerfall.experiment;

/**
 * What one cause did to one option: means over trials, a year. The rows of an option sum to its totals.
 *
 * @param cause the kind of event, or several that began together joined by {@code +}
 * @param unavailability its part of produce unavailability: a share of partition-time
 * @param unavailabilityShare the same as a share of the option's total; the shares sum to 1, or are 0 when there was none
 * @param outageMinutesPerYear minutes a year with at least one partition not writable because of it
 * @param lostRecordsPerYear acknowledged records lost a year
 * @param lostBytesPerYear acknowledged bytes lost a year
 * @param lossShare its share of the records lost; the shares sum to 1, or are 0 when there were none
 * @param reReplicatedBytesPerYear bytes a year fetched by replicas outside the in-sync set
 */
public record CauseRow(
        String cause,
        double unavailability,
        double unavailabilityShare,
        double outageMinutesPerYear,
        double lostRecordsPerYear,
        double lostBytesPerYear,
        double lossShare,
        double reReplicatedBytesPerYear) {}
