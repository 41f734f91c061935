/** What the controller decides about one partition: its in-sync and eligible replicas, and who leads it. */
@NullMarked
package dev.brokerfall.kafka.controller;

import org.jspecify.annotations.NullMarked;
