package org.greater4j.tasks.generated;

import java.util.List;

/** First names, none of which is a word, a month or a name for both a woman and a man. */
final class Names {
    static final List<String> ALL = Draw.words("""
            Alice, Amir, Anna, Ben, Carla, Clara, Daniel, David, Diana, Elena, Emma, Eva, Felix, Fiona, Hannah,
            Henry, Ivan, James, Julia, Karim, Laura, Leo, Lucy, Maria, Marta, Nadia, Nina, Oscar, Paul, Peter,
            Rosa, Samir, Sarah, Simon, Sofia, Tom, Vera, Victor, Yusuf, Zoe
            """);

    private Names() {}
}
