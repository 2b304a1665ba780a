/** A chat request: its bytes, and the few of its fields that decide something. */
@NullMarked
package dev.fairlead.edge.request;

import org.jspecify.annotations.NullMarked;
