-- Studies are found by their edited names too.
CREATE INDEX study_labels_by_name ON study_labels (lower(name), edited_at DESC);
