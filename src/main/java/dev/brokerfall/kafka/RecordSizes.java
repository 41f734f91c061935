package dev.brokerfall.kafka;

/** How many records lie between two offsets of a partition, where those it began with may be of another size than those after. */
final class RecordSizes {

    private final double firstSize;
    private final double size;
    private double firstEnd;

    /**
     * Creates the records of a partition.
     *
     * @param firstEnd the offset, in bytes, up to which records are of the first size
     * @param firstSize the bytes of a record below it
     * @param size the bytes of a record from there on
     */
    RecordSizes(double firstEnd, double firstSize, double size) {
        this.firstEnd = firstEnd;
        this.firstSize = firstSize;
        this.size = size;
    }

    /** Returns the number of records between two offsets, in bytes. */
    double between(double from, double to) {
        double first = Math.max(0, Math.min(to, firstEnd) - from);
        return first / firstSize + (to - from - first) / size;
    }

    /** Notes that what will be written from {@code end} on is of the later size. */
    void truncated(double end) {
        firstEnd = Math.min(firstEnd, end);
    }
}
