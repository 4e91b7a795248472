package dev.atelier.results.submission;

import java.util.Locale;

/** What has labels that people can edit. */
public enum Labelled {
    JOB("jobs", "SELECT name, notes, tags, archived, edit_record FROM job_list WHERE id = ?"),
    STUDY("studies", "SELECT name, notes, tags, archived, edit_record FROM latest_studies WHERE id = ?");

    private final String path;
    private final String query;

    Labelled(String path, String query) {
        this.path = path;
        this.query = query;
    }

    /** The first part of the address of its pages, and after {@code /api/} of its resources. */
    public String path() {
        return path;
    }

    /** Reads the labels of one of an id. */
    String query() {
        return query;
    }

    /** For people. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
