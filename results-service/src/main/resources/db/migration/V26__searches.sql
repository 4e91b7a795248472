-- What searches observed and decided, in the order of the log. The evidence of decisions follows from the observations and
-- is left out.
CREATE TABLE search_events (
    study         text    NOT NULL,
    id            text    NOT NULL,
    type          text    NOT NULL,
    event         json    NOT NULL,
    log_partition integer NOT NULL,
    log_offset    bigint  NOT NULL,
    PRIMARY KEY (study, id)
);
