/** Organisations: the tenants that pay. */
@NullMarked
package dev.fairlead.billing.organisation;

import org.jspecify.annotations.NullMarked;
