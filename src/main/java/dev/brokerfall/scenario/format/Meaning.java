package dev.brokerfall.scenario.format;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a kind of a one-of is: an event of the timeline, a platform, a storage. Schema and {@code explain} show it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Meaning {

    /** Returns one sentence. */
    String value();
}
