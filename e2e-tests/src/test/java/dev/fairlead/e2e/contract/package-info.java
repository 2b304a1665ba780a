/** What the gateway answers, held against the document that it publishes. */
@NullMarked
package dev.fairlead.e2e.contract;

import org.jspecify.annotations.NullMarked;
