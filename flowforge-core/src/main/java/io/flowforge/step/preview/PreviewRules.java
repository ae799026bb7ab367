package io.flowforge.step.preview;

/**
 * What the settings of a server decide about the steps that it executes.
 *
 * @param hasPublicUrl whether it knows under which URL others reach it
 * @param hasSecretKeys whether it can keep secret outputs
 */
public record PreviewRules(boolean hasPublicUrl, boolean hasSecretKeys) {}
