/**
 * Providers, models and endpoints that operators and organisations enter by hand: who may, what is a valid entry, and
 * what becomes of it.
 */
@NullMarked
package dev.fairlead.catalog.registration;

import org.jspecify.annotations.NullMarked;
