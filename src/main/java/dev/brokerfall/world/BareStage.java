package dev.brokerfall.world;

import dev.brokerfall.fault.ProcessStage;
import dev.brokerfall.fault.Stage;

/** No machines, no zones: only processes. */
record BareStage(ProcessStage processes) implements Stage {}
