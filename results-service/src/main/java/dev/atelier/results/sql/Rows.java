package dev.atelier.results.sql;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jdbi.v3.core.qualifier.Qualifier;

/** Of a list in a record: its column has the rows of another query, as {@code json_agg} makes them of a table's columns. */
@Qualifier @Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Rows {}
