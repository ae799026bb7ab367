package io.flowforge.seed;

/**
 * A row of {@code org.csv}.
 *
 * @param owner the Owner's user id
 */
record SeedOrganization(String place, String name, String owner) {}
