package dev.rollcall.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Text about a person: stored only encrypted, under the key of the user whom it is about. Once that key is destroyed, it reads
 * {@value #ERASED}. For components of records, of type String.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Personal {

    /** What is left of every value of somebody who was erased. */
    String ERASED = "erased";

    /** The component of the same record that holds the user's identifier. */
    String of() default "user";
}
