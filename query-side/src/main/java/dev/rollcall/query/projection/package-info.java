/** How projections are fed, watched, waited for, mended and built anew. */
@NullMarked
package dev.rollcall.query.projection;

import org.jspecify.annotations.NullMarked;
