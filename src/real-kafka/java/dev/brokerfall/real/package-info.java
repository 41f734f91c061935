/**
 * The same stories told by real Kafka brokers and by the simulator, side by side.
 *
 * <p>A {@code Story} is played on a {@code RealCluster} under a {@code Workload}, and by the {@code Simulator} from the scenario file
 * of the same story. What happened is written down in one form on both sides, a {@code Chronicle}: the controller's metadata log
 * there, the trial's journal here. The same code draws the same {@code Finding}s from both, and {@code SideBySide} holds them
 * against each other.
 */
@NullMarked
package dev.brokerfall.real;

import org.jspecify.annotations.NullMarked;
