package dev.brokerfall.experiment;

import java.util.List;
import java.util.Optional;

/**
 * What the last line of a report says.
 *
 * @param meetAll the variants that meet every objective of severity fail, in order; empty without objectives
 * @param recommended the cheapest of them that rests on no place-holder, if there is one
 * @param againstBaseline what it changes against the baseline in outage minutes a year
 * @param costAgainstBaseline what it changes against the baseline in money a month
 * @param unsettled deciding objectives that are inconclusive
 */
public record Conclusion(
        List<String> meetAll,
        Optional<String> recommended,
        Optional<Comparison> againstBaseline,
        Optional<Comparison> costAgainstBaseline,
        List<ObjectiveResult> unsettled) {

    public Conclusion {
        meetAll = List.copyOf(meetAll);
        unsettled = List.copyOf(unsettled);
    }
}
