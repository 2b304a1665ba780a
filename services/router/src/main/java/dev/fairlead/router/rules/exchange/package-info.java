/** All rules as one file, for version control and backups; and the trail of changes. */
@NullMarked
package dev.fairlead.router.rules.exchange;

import org.jspecify.annotations.NullMarked;
