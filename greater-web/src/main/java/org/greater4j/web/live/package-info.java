/**
 * Runs that are looked at while they go on.
 *
 * <p>Nothing here asks a run's process anything: what is known of a run is what its files say, so that runs of other processes are seen as well
 * as those that the page has begun. {@link org.greater4j.web.live.RunIndex} knows all runs below a folder by their small files,
 * {@link org.greater4j.web.live.OpenRuns} follows the events of the few that somebody looks at, and
 * {@link org.greater4j.web.live.Changes} tells browsers that there is something new. A browser then asks for its page again and takes over
 * what has changed: there is one way to make a page, live or not.
 */
@NullMarked
package org.greater4j.web.live;

import org.jspecify.annotations.NullMarked;
