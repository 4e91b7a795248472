-- What people have edited: the name that is shown is in name, beside the submitted one; edited tags take the place of all
-- others. edit_record is the offset of the latest edit in the controls topic.
ALTER TABLE jobs
    ADD COLUMN submitted_name text,
    ADD COLUMN submitted_name_lower text GENERATED ALWAYS AS (lower(left(submitted_name, 200))) STORED,
    ADD COLUMN edited_tags json,
    ADD COLUMN notes text,
    ADD COLUMN archived boolean NOT NULL DEFAULT false,
    ADD COLUMN edited_at timestamptz,
    ADD COLUMN edited_by text,
    ADD COLUMN edit_record bigint;
CREATE INDEX jobs_not_archived ON jobs (queued_at DESC NULLS LAST, id) WHERE NOT archived;
CREATE INDEX jobs_archived ON jobs (queued_at DESC NULLS LAST, id) WHERE archived;
CREATE INDEX jobs_by_submitted_name ON jobs (submitted_name_lower, id) WHERE submitted_name_lower IS NOT NULL;

ALTER TABLE job_counts
    ADD COLUMN archived boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT job_counts_pkey,
    ADD PRIMARY KEY (state, family, archived);

CREATE TABLE study_labels (
    study         text        PRIMARY KEY,
    name          text,
    notes         text        NOT NULL,
    tags          text[]      NOT NULL,
    edited_tags   json,
    archived      boolean     NOT NULL,
    edited_at     timestamptz NOT NULL,
    edited_by     text        NOT NULL,
    edit_record   bigint      NOT NULL,
    log_partition integer     NOT NULL,
    log_offset    bigint      NOT NULL
);
