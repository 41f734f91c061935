package dev.brokerfall.experiment;

import dev.brokerfall.stats.Estimate;
import java.util.OptionalLong;

/**
 * What became of one objective for one option.
 *
 * @param objective the objective
 * @param option the name of the variant
 * @param verdict whether it is met
 * @param observed the estimate that was judged; {@link Estimate#NONE} without data
 * @param placeHolder whether the estimate rests on a value without a source, so that it must not be relied on
 * @param trialsToSettle about how many trials would settle it, when it is inconclusive and more trials can
 */
public record ObjectiveResult(
        Objective objective,
        String option,
        Verdict verdict,
        Estimate observed,
        boolean placeHolder,
        OptionalLong trialsToSettle) {}
