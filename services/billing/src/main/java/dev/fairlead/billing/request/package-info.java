/** Reading the bodies of management requests, field by field, refusing what is not one by its name. */
@NullMarked
package dev.fairlead.billing.request;

import org.jspecify.annotations.NullMarked;
