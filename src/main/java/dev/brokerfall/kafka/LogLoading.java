package dev.brokerfall.kafka;

import dev.brokerfall.unit.DataRate;
import java.time.Duration;

/**
 * What it costs one thread to open the logs that a broker finds at its start ({@code LogManager.scala}, {@code LogLoader.java}).
 *
 * @param perLog opening one log, clean or not
 * @param perSegment opening one segment and its indices
 * @param recoveryRate reading and checking the active segment after an unclean stop
 * @param activeShare how much of a full segment the active one holds on average
 */
public record LogLoading(Duration perLog, Duration perSegment, DataRate recoveryRate, double activeShare) {}
