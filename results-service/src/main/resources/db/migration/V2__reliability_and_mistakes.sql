-- What a result says beyond its figures. A result written before these were told has none.
ALTER TABLE jobs ADD COLUMN reliability json;
ALTER TABLE jobs ADD COLUMN mistakes json;
UPDATE jobs SET reliability = '[]', mistakes = '[]' WHERE result_attempt IS NOT NULL;
