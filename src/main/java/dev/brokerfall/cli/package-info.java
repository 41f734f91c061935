/** The command line: arguments in, one call, an exit code out; the only package that prints. */
@NullMarked
package dev.brokerfall.cli;

import org.jspecify.annotations.NullMarked;
