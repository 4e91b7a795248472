-- The lines of jobs' logs, as far as their topic holds them. They are no part of the projection: nothing follows from them, and
-- a rebuild leaves them and reads the topic again.
CREATE TABLE job_log (
    job           text        NOT NULL,
    run           text        NOT NULL,
    sequence      integer     NOT NULL,
    round         integer     NOT NULL,
    trainer       text        NOT NULL,
    level         text        NOT NULL,
    event         text        NOT NULL,
    message       text        NOT NULL,
    stack         text,
    time          timestamptz NOT NULL,
    log_partition integer     NOT NULL,
    log_offset    bigint      NOT NULL,
    PRIMARY KEY (job, run, sequence)
);
CREATE INDEX job_log_in_order ON job_log (job, log_partition, log_offset);
CREATE INDEX job_log_by_offset ON job_log (log_partition, log_offset);

-- Where the topic is read on.
CREATE TABLE job_log_offsets (
    log_partition integer PRIMARY KEY,
    next_offset   bigint  NOT NULL
);

-- The latest records of the topic that are no lines.
CREATE TABLE job_log_dead_letters (
    record_partition integer     NOT NULL,
    record_offset    bigint      NOT NULL,
    topic            text        NOT NULL,
    key              text        NOT NULL,
    type             text        NOT NULL,
    kind             text        NOT NULL,
    reason           text        NOT NULL,
    excerpt          text        NOT NULL,
    time             timestamptz NOT NULL,
    PRIMARY KEY (record_partition, record_offset)
);
CREATE INDEX job_log_dead_letters_by_time ON job_log_dead_letters (time DESC, topic, record_partition, record_offset);
