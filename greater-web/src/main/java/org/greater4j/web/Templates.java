package org.greater4j.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The templates of {@code src/main/jte}, which are classes by now, and the one way to render them. */
public final class Templates {
    private Templates() {}

    /**
     * A template's text with all that is shown in it made inert.
     *
     * @param name such as {@code report/document.jte}
     * @param shown what the template takes, by name
     */
    public static String render(String name, Map<String, Object> shown) {
        StringOutput text = new StringOutput();
        Engine.INSTANCE.render(name, shown, new InertOutput(text));
        return text.toString();
    }

    /** Made on first use. */
    private static final class Engine {
        static final TemplateEngine INSTANCE =
                TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.greater4j.web.templates");
    }
}
