package org.greater4j.tasks.generated;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges by what words mean: a lexicon of feelings, and one of creatures and things. */
final class WordSolvers {
    private static final Set<String> PRAISE = Set.of(
            "excellent",
            "wonderful",
            "fantastic",
            "superb",
            "great",
            "outstanding",
            "impressive",
            "delightful",
            "perfect",
            "amazing",
            "lovely",
            "brilliant",
            "terrific",
            "marvelous",
            "splendid",
            "good",
            "praise",
            "recommend",
            "happy",
            "worth",
            "like",
            "love",
            "best",
            "impresses",
            "strength",
            "better",
            "again");
    private static final Set<String> BLAME = Set.of(
            "awful",
            "terrible",
            "horrible",
            "poor",
            "disappointing",
            "dreadful",
            "lousy",
            "pathetic",
            "atrocious",
            "abysmal",
            "miserable",
            "unacceptable",
            "unpleasant",
            "annoying",
            "appalling",
            "bad",
            "complaints",
            "wrong",
            "regret",
            "fault",
            "waste",
            "dislike",
            "hate",
            "worst",
            "disappoints",
            "worse",
            "unhappy",
            "down");
    private static final Set<String> NEGATION = Set.of("not", "never", "no", "nothing", "cannot", "nobody");
    private static final String MAMMALS = """
            aardvark, alpaca, anteater, antelope, armadillo, badger, bandicoot, bear, beaver, bison, bobcat, bonobo, buffalo, camel,
            capybara, cat, cheetah, chimpanzee, chinchilla, coati, cow, coyote, deer, dingo, dog, dolphin, donkey, dugong, echidna,
            elephant, ferret, fox, gazelle, gibbon, giraffe, gnu, goat, gorilla, guanaco, hamster, hare, hedgehog, hippopotamus, horse,
            hyena, ibex, impala, jackal, kangaroo, koala, lemming, lemur, leopard, lion, llama, lynx, manatee, marmoset, marmot,
            meerkat, mongoose, monkey, muskrat, narwhal, ocelot, okapi, opossum, orangutan, otter, panda, pangolin, pig, platypus,
            pony, porcupine, quokka, rabbit, raccoon, rat, reindeer, rhinoceros, sheep, skunk, sloth, squirrel, stoat, tapir, tiger,
            vole, wallaby, walrus, warthog, weasel, whale, wolf, wombat, yak, zebra
            """;
    private static final String BIRDS = """
            albatross, cassowary, chicken, cormorant, crow, dove, duck, eagle, egret, emu, falcon, flamingo, goose, hawk, hen, heron,
            jackdaw, kestrel, kookaburra, macaw, magpie, ostrich, owl, parrot, peacock, pelican, penguin, pigeon, puffin, sparrow,
            stork, swan, turkey, vulture
            """;
    private static final String FISH = "eel, manta ray, salmon, seahorse, shark, trout, tuna";
    private static final String REPTILES_AND_AMPHIBIANS = """
            axolotl, chameleon, cobra, crocodile, frog, gecko, iguana, lizard, newt, salamander, snake, toad, tortoise, turtle
            """;
    private static final String WITHOUT_BACKBONE = """
            ant, barnacle, bee, beetle, butterfly, centipede, crab, cuttlefish, grasshopper, jellyfish, lobster, mosquito, moth,
            octopus, scorpion, sea cucumber, sea urchin, shrimp, snail, spider, squid, starfish, tarantula, wasp, worm
            """;
    private static final String PLANTS_AND_FOOD = """
            apple, banana, buttercup, cake, carrot, cattail, cocktail, cookie, crab apple, dandelion, dogwood, dragon fruit, eggplant,
            flower, foxglove, gooseberry, horseradish, hot dog, lemon, orange, oyster mushroom, potato, sandwich, snapdragon,
            tiger lily, toadstool, tomato, tree
            """;
    private static final String TOOLS = """
            abacus, anvil, broom, brush, bucket, bulldozer, butterfly net, camera, catapult, chisel, computer, crowbar,
            dovetail joint, fishhook, hammer, key, ladder, metronome, monkey wrench, mousetrap, nail, needle, pencil, periscope,
            pulley, rope, sawhorse, scarecrow, screwdriver, sextant, shovel, sundial, weathercock, cowbell, bullhorn, horseshoe
            """;
    private static final String HOUSEHOLD = """
            basket, bed, bell, blanket, book, bottle, bowl, button, candle, carpet, chair, clock, clothes horse, coin, colander, cup,
            curtain, cushion, desk, door, envelope, flag, fork, goblet, kettle, knife, lamp, mirror, newspaper, notebook, oven,
            painting, piggy bank, pillow, plate, radio, sofa, spatula, spoon, table, telephone, television, towel, vase, window
            """;
    private static final String CLOTHES = """
            backpack, boot, coat, cowboy hat, dress, glove, goatee, hat, jacket, monocle, necklace, parasol, pigtail, ponytail, ring,
            scarf, shirt, shoe, sock, suitcase, sweater, turtleneck, umbrella, wallet
            """;
    private static final String PLACES = """
            anthill, aquarium, aqueduct, beehive, birdhouse, bridge, castle, church, cloud, doghouse, duck pond, fish tank, garage,
            garden, gazebo, henhouse, house, kennel, library, mountain, obelisk, pigpen, river, road, rock, school, spider web,
            trellis, viaduct
            """;
    private static final String VEHICLES =
            "airplane, bicycle, bus, car, catamaran, gondola, rickshaw, toboggan, train, truck";
    private static final String PASTIMES =
            "ball, doll, drum, guitar, harpsichord, piano, rocking horse, shuttlecock, violin, xylophone, zither";

    private static final Map<String, Boolean> ANIMAL = lexicon();
    // the longest noun first: a crab apple is no crab
    private static final String THING = ANIMAL.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
            .collect(Collectors.joining("|", "\\b(an?) (", ")\\b"));

    private WordSolvers() {}

    /** The last sentence decides. In it, one negation turns all that follows round; what "could not be better" is praised. */
    static String sentiment(String question) {
        String review = Question.group(question, "Review: \"(.*)\"\n");
        List<String> sentences = List.of(review.split("(?<=\\.) "));
        String last = sentences.get(sentences.size() - 1).toLowerCase(Locale.ROOT);
        boolean negated = false;
        int feeling = 0;
        for (String word : last.replace("could not be", "is").split("[^a-z]+")) {
            negated |= NEGATION.contains(word);
            int sign = PRAISE.contains(word) ? 1 : BLAME.contains(word) ? -1 : 0;
            if (sign * feeling < 0) {
                throw new IllegalArgumentException("praise and blame in one sentence: " + last);
            }
            feeling = sign == 0 ? feeling : sign;
        }
        if (feeling == 0) {
            throw new IllegalArgumentException("no feeling in: " + last);
        }
        return feeling > 0 != negated ? "positive" : "negative";
    }

    static String isAnimal(String question) {
        List<MatchResult> things = Question.all(question, THING);
        if (things.size() != (question.contains("three") ? 3 : 1)) {
            throw new IllegalArgumentException("not all things found in: " + question);
        }
        boolean all = true;
        for (MatchResult thing : things) {
            String noun = thing.group(2);
            if (thing.group(1).equals("an") != "aeiou".contains(noun.substring(0, 1))) {
                throw new IllegalArgumentException("wrong article: " + thing.group());
            }
            all &= Boolean.TRUE.equals(ANIMAL.get(noun));
        }
        return all ? "Yes" : "No";
    }

    private static Map<String, Boolean> lexicon() {
        Map<String, Boolean> lexicon = new HashMap<>();
        Stream.of(MAMMALS, BIRDS, FISH, REPTILES_AND_AMPHIBIANS, WITHOUT_BACKBONE)
                .forEach(list -> put(lexicon, list, true));
        Stream.of(PLANTS_AND_FOOD, TOOLS, HOUSEHOLD, CLOTHES, PLACES, VEHICLES, PASTIMES)
                .forEach(list -> put(lexicon, list, false));
        return lexicon;
    }

    private static void put(Map<String, Boolean> lexicon, String list, boolean animal) {
        for (String noun : list.strip().split("\\s*,\\s*")) {
            if (lexicon.put(noun, animal) != null) {
                throw new IllegalStateException(noun + " stands in the lexicon twice");
            }
        }
    }
}
