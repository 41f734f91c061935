package dev.brokerfall.experiment;

import java.util.List;
import java.util.Optional;

/**
 * What a result says about itself: how far it can be trusted.
 *
 * @param stopping where the experiment stopped, if it was to stop by itself
 * @param choice which option is the best; empty for a single one and where none has data
 * @param diagnostics one per option, in order
 */
public record Rigour(Optional<StoppingResult> stopping, Optional<Choice> choice, List<Diagnostics> diagnostics) {

    /** Nothing was looked at. */
    public static final Rigour NONE = new Rigour(Optional.empty(), Optional.empty(), List.of());

    public Rigour {
        diagnostics = List.copyOf(diagnostics);
    }
}
