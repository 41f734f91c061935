/** Kubernetes as AKS runs it: objects, placement, and a platform that plays the life of nodes, pods and volumes. */
@NullMarked
package dev.brokerfall.kubernetes;

import org.jspecify.annotations.NullMarked;
