package dev.atelier.results.ingest;

import java.util.SortedMap;

/**
 * What a rebuild did.
 *
 * @param records records read
 * @param events events applied, by type
 * @param rows rows that now stand, by table
 */
public record RebuildReport(long records, SortedMap<String, Long> events, SortedMap<String, Long> rows) {}
