-- Trainers that say that they take no jobs, and why. Of one that ended without a word the row stays; readers pass it by once
-- said_at is long ago.
CREATE TABLE suspended_trainers (
    trainer text PRIMARY KEY,
    family text NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    since timestamptz NOT NULL,
    said_at timestamptz NOT NULL,
    log_partition integer NOT NULL,
    log_offset bigint NOT NULL
);
