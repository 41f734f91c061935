package dev.brokerfall.scenario.format;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Exactly one of these keys must be given. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ExactlyOne {

    /** Returns the keys. */
    String[] value();

    /** Returns whether none of them is fine too. */
    boolean orNone() default false;
}
