/** What goes wrong: faults that strike by chance, and the scripted timeline that says outright what happens when. */
@NullMarked
package dev.brokerfall.fault;

import org.jspecify.annotations.NullMarked;
