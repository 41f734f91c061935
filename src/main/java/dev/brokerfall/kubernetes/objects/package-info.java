/** Kubernetes objects with the fields that decide where a pod runs and where its volumes can be used. */
@NullMarked
package dev.brokerfall.kubernetes.objects;

import org.jspecify.annotations.NullMarked;
