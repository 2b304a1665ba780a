/** What every REST service needs: exceptions become problem documents, never stack traces. */
@NullMarked
package dev.fairlead.platform.rest;

import org.jspecify.annotations.NullMarked;
