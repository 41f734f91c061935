package dev.brokerfall.experiment.sensitivity;

import dev.brokerfall.metric.TrialResult;
import dev.brokerfall.stats.Estimate;
import java.util.function.LongFunction;

/**
 * One option under certain values of the assumptions.
 *
 * @param config what is played; two that are equal have the same trials, so that one of them is enough
 * @param trial plays the trial of a number, from 0; the same number means the same luck whatever is played
 * @param fixed what the metric is when it is known without a trial; {@link Estimate#NONE} otherwise
 */
public record Played(Object config, LongFunction<TrialResult> trial, Estimate fixed) {}
