-- Records of any topic that were set aside: those of the log that the projection cannot take, and those of other topics
-- that services say they cannot read. Only a rebuild adds those of other topics that were told before.
ALTER TABLE dead_letters DROP CONSTRAINT dead_letters_pkey;
ALTER TABLE dead_letters RENAME COLUMN written_at TO time;
ALTER TABLE dead_letters
    ADD COLUMN topic text,
    ADD COLUMN record_partition integer,
    ADD COLUMN record_offset bigint,
    ADD COLUMN kind text;
UPDATE dead_letters
   SET topic = 'atelier.events', record_partition = log_partition, record_offset = log_offset,
       kind = CASE WHEN reason LIKE '% is missing' THEN 'incomplete'
                   WHEN reason LIKE 'the record''s key is %' THEN 'misplaced'
                   WHEN reason LIKE 'it cannot be stored: %' THEN 'refused'
                   ELSE 'unreadable' END;
ALTER TABLE dead_letters
    ALTER COLUMN topic SET NOT NULL,
    ALTER COLUMN record_partition SET NOT NULL,
    ALTER COLUMN record_offset SET NOT NULL,
    ALTER COLUMN kind SET NOT NULL,
    ADD PRIMARY KEY (topic, record_partition, record_offset);
CREATE INDEX dead_letters_by_time ON dead_letters (time DESC, topic, record_partition, record_offset);
