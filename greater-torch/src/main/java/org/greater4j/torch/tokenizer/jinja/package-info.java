/**
 * Jinja as far as chat templates go: parse a template once, render it over messages.
 *
 * <p>Why not a library: the one for the JVM reads a slice with a step, a filter inside a keyword argument, white space before {@code
 * {{-}, {@code None} and Python's string methods otherwise than Jinja does, and a chat that is off by one space is off by one token. So
 * this follows Jinja 2 and the settings that transformers uses ({@code trim_blocks}, {@code lstrip_blocks}, loop controls, {@code
 * generation} blocks), for the whole expression language and the statements {@code if}, {@code for}, {@code set}, {@code with}, {@code macro},
 * {@code call}, {@code filter} and {@code raw}. What it leaves out is an error that names the line: other templates and blocks,
 * {@code autoescape}, filters that write HTML, and integers above 64 bits.
 *
 * <p>A template comes with a downloaded model, so it is not trusted. It can reach nothing but the values it is given and the functions
 * named here: no Java object, no file, no other template. Work done, size of the output and of texts, and depth are limited ({@link
 * org.greater4j.torch.tokenizer.jinja.Rendering}).
 *
 * <pre>{@code
 * JinjaTemplate template = JinjaTemplate.parse("{% for m in messages %}{{ m.role | upper }}: {{ m['content'] }}\n{% endfor %}");
 * String text = template.render(Map.of("messages", List.of(Map.of("role", "user", "content", "Hi"))));
 * }</pre>
 *
 * <p>Inside, a template is compiled to closures: an {@link org.greater4j.torch.tokenizer.jinja.Expression} gives a value, a {@link
 * org.greater4j.torch.tokenizer.jinja.Statement} writes text. Values are {@code String}, {@code Boolean}, {@code Long}, {@code Double},
 * {@code List}, {@code Map} with string keys, {@link org.greater4j.torch.tokenizer.jinja.Callable}, {@link
 * org.greater4j.torch.tokenizer.jinja.None} and {@link org.greater4j.torch.tokenizer.jinja.Undefined}.
 */
@NullMarked
package org.greater4j.torch.tokenizer.jinja;

import org.jspecify.annotations.NullMarked;
