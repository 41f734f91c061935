/** Reads Kubernetes manifests, as {@code kubectl get -o yaml} prints them, into the objects that the platform plays. */
@NullMarked
package dev.brokerfall.scenario.manifest;

import org.jspecify.annotations.NullMarked;
