package dev.brokerfall.experiment.sensitivity;

/**
 * The elementary effects of one assumption on one option: how much the metric changes for its whole range, worked out at several places
 * where the other assumptions have values of their own (Morris, Technometrics 33(2), 1991; μ* is that of Campolongo, Cariboni and
 * Saltelli, Environmental Modelling and Software 22, 2007).
 *
 * @param path the assumption
 * @param places at how many places
 * @param muStar the mean size of the effect
 * @param mu the mean effect, with its sign
 * @param sigma how much the effect differs from place to place, what luck adds taken out: interactions, or a line that is bent
 * @param noise the standard error that luck gives to a single effect; a {@code muStar} that is not well above it is luck
 */
public record Elementary(String path, int places, double muStar, double mu, double sigma, double noise) {}
