package dev.brokerfall.scenario.imports;

/** There is not exactly one Kafka cluster to import. */
public final class ImportException extends RuntimeException {

    ImportException(String message) {
        super(message);
    }
}
