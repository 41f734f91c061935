package dev.brokerfall.kafka;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a year of a Kafka cluster takes to which something is done all the time ({@link BusyYear}). On 30 brokers most lists of
 * replicas are distinct, so that twice the partitions are nearly twice the cohorts: 500, 1000 and 2400 partitions make 482, 922 and 1982.
 * On six brokers there are 48 lists, whatever the number of partitions.
 */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4)
@Measurement(iterations = 8)
public class KafkaYearBenchmark {

    private static final int WEEKS = 52;

    /** Brokers and partitions. */
    @Param({"30 500", "30 1000", "30 2400", "6 480", "6 4800"})
    public String size = "30 500";

    @Benchmark
    public long year() {
        String[] numbers = size.split(" ");
        return new BusyYear(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])).play(WEEKS);
    }
}
