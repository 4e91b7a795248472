-- Columns are named as the fields of the requests and events that they hold.
ALTER TABLE jobs RENAME COLUMN epochs_asked TO epochs_requested;
ALTER TABLE suspended_trainers RENAME COLUMN said_at TO reported_at;
