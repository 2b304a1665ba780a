package dev.fairlead.contracts.routing;

/**
 * What half, three quarters, nine tenths and ninety-nine hundredths of the values do not exceed. Where more is better,
 * as for speed, they are what that share does not fall below.
 */
public record Percentiles(double p50, double p75, double p90, double p99) {}
