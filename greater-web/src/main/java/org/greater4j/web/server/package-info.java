/**
 * The web application: a server of pages on this machine.
 *
 * <pre>{@code
 * try (UiServer server = UiServer.start(options, workshop)) {
 *   System.out.println(server.address());
 *   ...
 * }
 * }</pre>
 *
 * <p>A page of this kind can read files and begin processes, so that whoever may call it must be the one who started it. Three things see to
 * that. It listens on loopback alone unless it is told otherwise, and then it demands a token. {@link org.greater4j.web.server.Gate} refuses
 * requests under a foreign host name (a web site whose name leads to this machine) and changes that another site asks for. And
 * what it shows cannot act: a content security policy without exceptions lets browsers use the one style sheet and the one script of this module.
 */
@NullMarked
package org.greater4j.web.server;

import org.jspecify.annotations.NullMarked;
