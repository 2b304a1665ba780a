/** The public answers of the catalog: the API's routes, their JSON, and who is asking. */
@NullMarked
package dev.fairlead.catalog.answers;

import org.jspecify.annotations.NullMarked;
