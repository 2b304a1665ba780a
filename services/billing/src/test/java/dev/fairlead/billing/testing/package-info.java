/** The parts that billing's tests run against: real PostgreSQL and Redis, and a stand-in for Keycloak's keys. */
@NullMarked
package dev.fairlead.billing.testing;

import org.jspecify.annotations.NullMarked;
