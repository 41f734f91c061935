package dev.brokerfall.report;

/** Numbers of things. */
final class Count {

    private Count() {}

    /** Returns how many there are of a thing whose plural ends in s, such as {@code 1 trial} or {@code 1,000 trials}. */
    static String of(long number, String thing) {
        return Figures.count(number) + " " + thing + (number == 1 ? "" : "s");
    }
}
