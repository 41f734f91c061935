package dev.brokerfall.experiment;

/**
 * A trial that broke down, with what it takes to play it again.
 *
 * @param option the variant's name
 * @param trial the trial's number, from 0
 * @param seed the experiment's seed
 * @param message what went wrong
 */
public record FailedTrial(String option, long trial, long seed, String message) {}
