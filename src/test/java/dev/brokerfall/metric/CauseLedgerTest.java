package dev.brokerfall.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kernel.Cause;
import org.junit.jupiter.api.Test;

/** The accounts of causes. */
final class CauseLedgerTest {

    @Test
    void any_number_of_causes_have_accounts_of_their_own() {
        CauseLedger ledger = new CauseLedger();
        for (int cause = 0; cause < 50; cause++) {
            ledger.book(new Cause("fault" + cause, 0), CauseLedger.Item.LOST_BYTES, cause);
            ledger.book(new Cause("fault" + cause, 1), CauseLedger.Item.LOST_BYTES, 1);
        }
        assertThat(ledger.totals(1)).hasSize(50);
        for (int cause = 0; cause < 50; cause++) {
            assertThat(ledger.totals(1).get("fault" + cause)).isEqualTo(new CauseTotals(0, 0, 0, cause + 1, 0));
        }
    }
}
