--liquibase formatted sql
--changeset flowforge:035-log-index
DROP INDEX step_log_of_step;
