-- The projection of the log of events. Every value follows from the events alone, so that dropping these tables and
-- reading the log again gives the same rows: no identity columns, no default that asks a clock, no foreign keys between
-- rows of different event keys (their events lie in different partitions and may be read in any order).
--
-- log_partition and log_offset name the event that last changed a row. Structured values are json, not jsonb, because
-- jsonb refuses some text that people can write, such as U+0000.

CREATE TABLE consumer_offsets (
    topic         text    NOT NULL,
    topic_id      text    NOT NULL,
    log_partition integer NOT NULL,
    next_offset   bigint  NOT NULL,
    PRIMARY KEY (topic, log_partition)
);

CREATE TABLE datasets (
    key           text        PRIMARY KEY,
    name          text        NOT NULL,
    version       text        NOT NULL,
    digest        text        NOT NULL,
    manifest      json        NOT NULL,
    published_at  timestamptz NOT NULL,
    log_partition integer     NOT NULL,
    log_offset    bigint      NOT NULL
);

CREATE TABLE submissions (
    id               text        PRIMARY KEY,
    origin_partition integer     NOT NULL,
    origin_offset    bigint      NOT NULL,
    origin_key       text        NOT NULL,
    accepted         boolean     NOT NULL,
    name             text,
    request          json,
    reason           text,
    violations       json,
    excerpt          text,
    answered_at      timestamptz NOT NULL,
    log_partition    integer     NOT NULL,
    log_offset       bigint      NOT NULL
);

CREATE TABLE studies (
    id            text        NOT NULL,
    submission    text        NOT NULL,
    name          text        NOT NULL,
    description   text        NOT NULL,
    objective     text        NOT NULL,
    direction     text        NOT NULL,
    baseline      text,
    accepted_at   timestamptz NOT NULL,
    log_partition integer     NOT NULL,
    log_offset    bigint      NOT NULL,
    PRIMARY KEY (id, submission)
);

-- The jobs of every accepted submission, in its order; study is null where it asked for a single job.
CREATE TABLE study_jobs (
    submission       text    NOT NULL,
    number           integer NOT NULL,
    study            text,
    experiment       text    NOT NULL,
    variant          text    NOT NULL,
    seed             bigint  NOT NULL,
    family           text    NOT NULL,
    job              text    NOT NULL,
    disposition      text    NOT NULL,
    published_metric text,
    published_values double precision[],
    tolerance        double precision,
    PRIMARY KEY (submission, number)
);
CREATE INDEX study_jobs_by_study ON study_jobs (study);
CREATE INDEX study_jobs_by_job ON study_jobs (job);

CREATE TABLE jobs (
    id                text    PRIMARY KEY,
    family            text    NOT NULL,
    name              text    NOT NULL,
    seed              bigint  NOT NULL,
    request           json    NOT NULL,
    epochs_asked      integer NOT NULL,
    dataset_digest    text    NOT NULL,
    submission        text,
    round             integer,
    dataset_key       text,
    queued_at         timestamptz,
    state             text    NOT NULL,
    started_at        timestamptz,
    end_event         text,
    failure_kind      text,
    reason            text,
    ended_at          timestamptz,
    result_attempt    integer,
    epochs_trained    integer,
    best_epoch        integer,
    tested_epoch      integer,
    test_accuracy     double precision,
    test_loss         double precision,
    calibration_error double precision,
    confusion         json,
    class_scores      json,
    model_path        text,
    model_sha256      text,
    parameters        bigint,
    artifacts         json,
    training_seconds  double precision,
    log_partition     integer NOT NULL,
    log_offset        bigint  NOT NULL
);
CREATE INDEX jobs_by_state ON jobs (state, family);
CREATE INDEX jobs_by_queueing ON jobs (queued_at DESC, id);
CREATE INDEX jobs_by_position ON jobs (log_partition, log_offset);

CREATE TABLE attempts (
    job                text        NOT NULL,
    number             integer     NOT NULL,
    run                text        NOT NULL,
    state              text        NOT NULL,
    resumed_from_run   text,
    resumed_from_epoch integer,
    environment        json        NOT NULL,
    started_at         timestamptz NOT NULL,
    ended_at           timestamptz,
    log_partition      integer     NOT NULL,
    log_offset         bigint      NOT NULL,
    PRIMARY KEY (job, number),
    UNIQUE (job, run)
);

CREATE TABLE epochs (
    job                 text             NOT NULL,
    epoch               integer          NOT NULL,
    epochs              integer          NOT NULL,
    attempt             integer          NOT NULL,
    train_loss          double precision NOT NULL,
    train_accuracy      double precision NOT NULL,
    validation_loss     double precision NOT NULL,
    validation_accuracy double precision NOT NULL,
    learning_rate       double precision NOT NULL,
    samples_per_second  double precision NOT NULL,
    seconds             double precision NOT NULL,
    gradient_norm       double precision NOT NULL,
    data_wait_share     double precision NOT NULL,
    peak_memory_bytes   bigint           NOT NULL,
    completed_at        timestamptz      NOT NULL,
    log_partition       integer          NOT NULL,
    log_offset          bigint           NOT NULL,
    PRIMARY KEY (job, epoch)
);
CREATE INDEX epochs_by_position ON epochs (log_partition, log_offset);

-- Records of the log that are no events anyone can read. written_at is the record's own time.
CREATE TABLE dead_letters (
    log_partition integer     NOT NULL,
    log_offset    bigint      NOT NULL,
    key           text        NOT NULL,
    type          text        NOT NULL,
    reason        text        NOT NULL,
    excerpt       text        NOT NULL,
    written_at    timestamptz NOT NULL,
    PRIMARY KEY (log_partition, log_offset)
);
