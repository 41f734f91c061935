package dev.brokerfall.catalogue;

/**
 * Who says so.
 *
 * @param title of the page, the file or the paper
 * @param address its full address
 * @param date of the page itself, as far as it tells; may be a year alone
 */
public record Source(String title, String address, String date) {}
