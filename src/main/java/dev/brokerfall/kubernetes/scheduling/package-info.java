/**
 * Where a pod fits, and why not elsewhere: kube-scheduler's filters with their verdicts and words, for judging manifests and for
 * playing a cluster alike.
 */
@NullMarked
package dev.brokerfall.kubernetes.scheduling;

import org.jspecify.annotations.NullMarked;
