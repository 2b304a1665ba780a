/** What the router's tests share. */
@NullMarked
package dev.fairlead.router;

import org.jspecify.annotations.NullMarked;
