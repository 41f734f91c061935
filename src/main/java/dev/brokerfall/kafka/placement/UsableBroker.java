package dev.brokerfall.kafka.placement;

/**
 * A registered broker that may be given replicas of a new topic.
 *
 * @param id its id
 * @param rack its {@code broker.rack}; empty for none
 * @param fenced whether the controller has fenced it: then it comes last, and never leads
 */
public record UsableBroker(int id, String rack, boolean fenced) {}
