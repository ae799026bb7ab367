package io.flowforge.settings;

/**
 * A setting as it holds, without secrets.
 *
 * @param value what a person may see of the value; empty if there is none
 * @param remark why the setting is ignored or invalid, or what happens without it; often empty
 */
public record HeldSetting(String name, String value, SettingOrigin origin, String remark) {}
