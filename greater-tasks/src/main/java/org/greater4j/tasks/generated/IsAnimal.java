package org.greater4j.tasks.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.LabelFormat;

/** Whether a thing is an animal. Every word names one thing only, so that a bat or a crane is not asked about. */
final class IsAnimal implements TaskGenerator {
    private static final AnswerFormat FORMAT = new LabelFormat(List.of("Yes", "No"));
    private static final List<String> ANIMALS = Draw.words("""
            ant, bear, beaver, bee, beetle, buffalo, butterfly, camel, cat, cheetah, chicken, chimpanzee, cobra,
            cow, coyote, crab, crocodile, crow, deer, dog, dolphin, donkey, dove, duck, eagle, eel, elephant,
            falcon, flamingo, fox, frog, giraffe, goat, goose, gorilla, grasshopper, hamster, hare, hawk,
            hedgehog, hen, heron, hippopotamus, horse, jellyfish, kangaroo, koala, leopard, lion, lizard,
            lobster, magpie, monkey, mosquito, moth, octopus, owl, panda, parrot, peacock, pelican, penguin,
            pig, pigeon, pony, rabbit, raccoon, rat, reindeer, rhinoceros, salmon, scorpion, shark, sheep,
            shrimp, skunk, sloth, snail, snake, sparrow, spider, squid, squirrel, stork, swan, tiger, toad,
            tortoise, trout, tuna, turkey, turtle, vulture, wasp, whale, wolf, worm, zebra
            """);
    private static final List<String> OTHERS = Draw.words("""
            airplane, apple, backpack, ball, banana, basket, bed, bell, bicycle, blanket, book, boot, bottle,
            bowl, bridge, broom, brush, bucket, bus, button, cake, camera, candle, car, carpet, carrot, castle,
            chair, church, clock, cloud, coat, coin, computer, cookie, cup, curtain, cushion, desk, doll, door,
            dress, drum, envelope, flag, flower, fork, garage, garden, glove, guitar, hammer, hat, house,
            jacket, kettle, key, knife, ladder, lamp, lemon, library, mirror, mountain, nail, necklace, needle,
            newspaper, notebook, orange, oven, painting, pencil, piano, pillow, plate, potato, radio, ring,
            river, road, rock, rope, sandwich, scarf, school, screwdriver, shirt, shoe, shovel, sock, sofa,
            spoon, suitcase, sweater, table, telephone, television, tomato, towel, train, tree, truck, umbrella,
            vase, violin, wallet, window
            """);
    private static final List<String> RARE_ANIMALS = Draw.words("""
            aardvark, albatross, alpaca, anteater, antelope, armadillo, axolotl, badger, bandicoot, barnacle,
            bison, bobcat, bonobo, capybara, cassowary, centipede, chameleon, chinchilla, coati, cormorant,
            cuttlefish, dingo, dugong, echidna, egret, emu, ferret, gazelle, gecko, gibbon, gnu, guanaco, hyena,
            ibex, iguana, impala, jackal, jackdaw, kestrel, kookaburra, lemming, lemur, llama, lynx, macaw,
            manatee, manta ray, marmoset, marmot, meerkat, mongoose, muskrat, narwhal, newt, ocelot, okapi,
            opossum, orangutan, ostrich, otter, pangolin, platypus, porcupine, puffin, quokka, salamander, sea
            cucumber, sea urchin, seahorse, starfish, stoat, tapir, tarantula, vole, wallaby, walrus, warthog,
            weasel, wombat, yak
            """);
    // words with an animal in them, and things that are named as seldom as the animals above
    private static final List<String> MISLEADING_OTHERS = Draw.words("""
            abacus, anthill, anvil, aquarium, aqueduct, beehive, birdhouse, bulldozer, bullhorn, buttercup,
            butterfly net, catamaran, catapult, cattail, chisel, clothes horse, cocktail, colander, cowbell,
            cowboy hat, crab apple, crowbar, dandelion, doghouse, dogwood, dovetail joint, dragon fruit, duck
            pond, eggplant, fish tank, fishhook, foxglove, gazebo, goatee, goblet, gondola, gooseberry,
            harpsichord, henhouse, hot dog, horseradish, horseshoe, kennel, metronome, monkey wrench, monocle,
            mousetrap, obelisk, oyster mushroom, parasol, periscope, pigpen, pigtail, piggy bank, ponytail,
            pulley, rickshaw, rocking horse, sawhorse, scarecrow, sextant, shuttlecock, snapdragon, spatula,
            spider web, sundial, tiger lily, toadstool, toboggan, trellis, turtleneck, viaduct, weathercock,
            xylophone, zither
            """);
    private static final List<String> WORDINGS = List.of(
            "Is %s an animal?",
            "Is %s a kind of animal?",
            "Would you call %s an animal?",
            "Does %s belong to the animal kingdom?",
            "Think of %s. Is it an animal?",
            "Is it true that %s is an animal?",
            "Would a biologist call %s an animal?",
            "If I told you about %s, would I be talking about an animal?");

    @Override
    public String name() {
        return "is_animal";
    }

    @Override
    public String description() {
        return "whether a thing is an animal";
    }

    @Override
    public List<String> difficulties() {
        return List.of(
                "well-known animals and things",
                "rare animals, and things with misleading names",
                "whether three things are all animals");
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return FORMAT;
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        boolean animal = random.nextBoolean();
        if (difficulty == 3) {
            return new Drawn(three(animal ? 3 : random.nextInt(3), random), animal ? "Yes" : "No");
        }
        List<String> from = difficulty == 1 ? (animal ? ANIMALS : OTHERS) : animal ? RARE_ANIMALS : MISLEADING_OTHERS;
        String thing = Draw.withArticle(Draw.one(random, from));
        return new Drawn(String.format(Locale.ROOT, Draw.one(random, WORDINGS), thing), animal ? "Yes" : "No");
    }

    private static String three(int animals, Random random) {
        List<String> things = new ArrayList<>(Draw.some(random, ANIMALS, animals));
        things.addAll(Draw.some(random, OTHERS, 3 - animals));
        List<String> phrases =
                Draw.shuffled(random, things).stream().map(Draw::withArticle).toList();
        return "Are all three of these animals: " + Draw.listed(phrases) + "?";
    }
}
