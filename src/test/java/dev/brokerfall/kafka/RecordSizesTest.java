package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecordSizesTest {

    private final RecordSizes records = new RecordSizes(8000, 1000, 100);

    @Test
    void counts_what_was_there_at_the_beginning_by_its_own_size() {
        assertThat(records.between(0, 8000)).isEqualTo(8);
        assertThat(records.between(0, 9000)).isEqualTo(8 + 10);
        assertThat(records.between(7000, 8100)).isEqualTo(1 + 1);
        assertThat(records.between(8000, 9000)).isEqualTo(10);
    }

    @Test
    void what_is_written_in_the_place_of_truncated_records_has_the_later_size() {
        records.truncated(2000);
        records.truncated(5000);

        assertThat(records.between(0, 3000)).isEqualTo(2 + 10);
    }
}
