package io.flowforge.cli.doctor;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * A check, which opens what it needs.
 *
 * @param name what is checked
 * @param findings returns at least one finding
 */
record Check(String name, Callable<List<Finding>> findings) {}
