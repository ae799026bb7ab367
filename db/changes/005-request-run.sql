--liquibase formatted sql
--changeset flowforge:005-request-run
-- The state of execution: one row a request. What this row says is true; the status in MongoDB follows it.
CREATE TABLE request_run (
  request_id varchar PRIMARY KEY,
  org_id integer NOT NULL,
  status varchar NOT NULL
    CHECK (status IN ('Not Started', 'Running', 'Pending', 'Failed', 'Cancelled', 'Completed')),
  current_step varchar NOT NULL,
  -- the number of the latest transition, counted from 1 without gaps; every update is guarded by it
  seq bigint NOT NULL,
  -- the transition that last changed the status, and the latest of those that MongoDB has seen
  status_seq bigint NOT NULL,
  projected_seq bigint NOT NULL DEFAULT 0,
  -- the transition that put the current work into the queue
  leg bigint NOT NULL DEFAULT 0,
  -- counts the workers that took that work: only the last of them may commit
  claim bigint NOT NULL DEFAULT 0,
  created_at timestamp without time zone NOT NULL,
  updated_at timestamp without time zone NOT NULL
);
-- What the reconciler sweeps. Nearly always empty.
CREATE INDEX request_run_unprojected ON request_run (org_id, updated_at)
  WHERE projected_seq < status_seq;
