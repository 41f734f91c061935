package dev.brokerfall.world;

import com.google.common.collect.ImmutableMap;

/**
 * One thing that happened.
 *
 * @param millis when, in milliseconds from the start
 * @param type what, in the words of the timeline, such as {@code leaderElected}
 * @param fields whatever else applies: numbers, texts, booleans and lists of numbers; a missing leader is the text {@code null}
 */
public record JournalEntry(long millis, String type, ImmutableMap<String, Object> fields) {}
