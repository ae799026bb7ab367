package io.flowforge;

import io.flowforge.pipeline.authoring.DraftValidation;
import io.flowforge.pipeline.authoring.StepTypeCatalog;
import io.flowforge.step.preview.PipelinePreview;

/**
 * What helps the authors of pipelines; nothing of it writes or calls anything.
 *
 * @param stepTypes the step types of this server, with their parameters
 * @param validation the check of drafts
 * @param preview the calls that a pipeline would make
 */
public record AuthoringHelp(
    StepTypeCatalog stepTypes, DraftValidation validation, PipelinePreview preview) {}
