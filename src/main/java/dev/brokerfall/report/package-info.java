/** What people read of a result: the terminal's table, the Markdown report and the charts, made from results alone. */
@NullMarked
package dev.brokerfall.report;

import org.jspecify.annotations.NullMarked;
