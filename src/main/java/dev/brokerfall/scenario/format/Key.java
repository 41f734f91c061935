package dev.brokerfall.scenario.format;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A key of the file format: what a record component means, and what holds when it is left out. A component that is neither
 * {@code Optional} nor a list or map and has no default must be given.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

    /** Returns one sentence on what it means; schema, print-out and editors show it. */
    String value();

    /** Returns the key itself where that is not the component's name. */
    String name() default "";

    /** Returns what holds when it is left out, as a file would write it. */
    String preset() default "";

    /** Returns the catalogue entry whose value holds when it is left out. */
    String catalogue() default "";

    /** Returns the word that stands for an empty {@code Optional}, such as {@code never}; it also holds when left out. */
    String word() default "";

    /** Returns the least whole number allowed. */
    long min() default 0;

    /** Returns the greatest whole number allowed. */
    long max() default Integer.MAX_VALUE;

    /** Returns whether a {@code double} is a share, written as a percentage, or else a bare number. */
    boolean share() default false;

    /** Returns whether a length of time or an amount must be more than nothing. */
    boolean positive() default false;

    /** Returns whether a list may be written as its only item. */
    boolean single() default false;

    /** Returns whether a list must have an item. */
    boolean nonEmpty() default false;

    /** Returns whether the one key of a one-of stands among the keys of the record itself. */
    boolean inline() default false;
}
