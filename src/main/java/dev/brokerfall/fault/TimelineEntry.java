package dev.brokerfall.fault;

/**
 * One line of the script.
 *
 * @param id its name, by which later entries refer to it
 * @param when when it happens
 * @param event what happens
 */
public record TimelineEntry(String id, When when, TimelineEvent event) {}
