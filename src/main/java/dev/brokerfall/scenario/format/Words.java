package dev.brokerfall.scenario.format;

import com.google.common.base.CaseFormat;
import dev.brokerfall.fault.When;
import dev.brokerfall.kafka.Acks;
import dev.brokerfall.storage.DiskSku;
import dev.brokerfall.storage.StorageConfig.AzureFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How files write the constants of the model's enums: {@code EPHEMERAL_OS_DISK} is {@code ephemeral-os-disk}, with exceptions. */
public final class Words {

    private static final Map<Acks, String> ACKS = Map.of(Acks.ALL, "all", Acks.ONE, "1", Acks.ZERO, "0");

    private Words() {}

    /** An enum that says how files write it. */
    public interface Worded {
        /** Returns the word that files use. */
        String word();
    }

    /** Returns the word for {@code constant}. */
    public static String of(Enum<?> constant) {
        if (constant instanceof Worded worded) {
            return worded.word();
        }
        if (constant instanceof DiskSku sku) {
            return sku.azureName();
        }
        if (constant instanceof Acks acks) {
            return Optional.ofNullable(ACKS.get(acks)).orElseThrow();
        }
        if (constant instanceof AzureFiles.Redundancy) {
            return constant.name();
        }
        if (constant instanceof When.Until) {
            return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, constant.name());
        }
        return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_HYPHEN, constant.name());
    }

    /** Returns the words for all constants of {@code type}. */
    public static List<String> all(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> of((Enum<?>) constant))
                .toList();
    }
}
