/** Which assumption moves a metric, by how much, and where the order of the options changes. */
@NullMarked
package dev.brokerfall.experiment.sensitivity;

import org.jspecify.annotations.NullMarked;
