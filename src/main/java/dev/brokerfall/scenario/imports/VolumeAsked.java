package dev.brokerfall.scenario.imports;

import dev.brokerfall.unit.DataSize;
import java.util.Optional;

/**
 * A volume that each pod of a group has its data on.
 *
 * @param place where it is asked for
 * @param kind what it is
 * @param size how large; of an emptyDir, its limit
 * @param storageClass of a claim, if it is named
 */
record VolumeAsked(String place, Kind kind, Optional<DataSize> size, Optional<String> storageClass) {

    /** What a volume is. */
    enum Kind {
        CLAIM,
        EMPTY_DIR,
        MEMORY
    }
}
