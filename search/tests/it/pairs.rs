//! Little pairs: who should hear of whom, who may look, who must not be bothered. Written to be argued with.

use hub::{asks::AskKind as A, matches::Facts, offers::OfferKind as O};
use search::{
    Post,
    pairing::{self, Pair, TELL_FLOOR, Weights},
    samples::{self, NOW},
};

struct Case {
    ask: (A, &'static str, &'static str),
    offer: (O, &'static str, &'static str),
}

const fn case(ask: (A, &'static str, &'static str), offer: (O, &'static str, &'static str)) -> Case {
    Case { ask, offer }
}

fn posts(case: &Case) -> (Post, Post) {
    let (ask, title, text) = case.ask;
    let (offer, offer_title, offer_text) = case.offer;
    (samples::ask(title, text).asks_for(ask).post(), samples::offer(offer_title, offer_text).offers_a(offer).post())
}

fn scored(case: &Case) -> Option<Pair> {
    let (ask, offer) = posts(case);
    pairing::score(&ask, &offer, &Weights::default(), &Facts::at(NOW))
}

fn judge(cases: &[Case], right: impl Fn(&Option<Pair>) -> bool) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|case| (case, scored(case)))
        .filter(|(_, pair)| !right(pair))
        .map(|(case, pair)| format!("{} ↔ {}: {pair:?}", case.ask.1, case.offer.1))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Words alone, without a tag, a tool or a category, as newcomers write.
const TOLD: &[Case] = &[
    case(
        (A::BetaTester, "Beta testers for Kinlia", "A family recipe app for phones."),
        (O::Feedback, "I love testing new apps", "Honest notes on any app you built."),
    ),
    case((A::BetaTester, "Try my budgeting app", ""), (O::Feedback, "I test your app and write down every bug", "")),
    case(
        (A::BetaTester, "Testers for a plant watering app", "Five minutes a day."),
        (O::Feedback, "I try apps about plants and gardens", ""),
    ),
    case(
        (A::Feedback, "Feedback on my landing page", "It sells handmade soap."),
        (O::Feedback, "I look at landing pages", "And say what a stranger sees."),
    ),
    case(
        (A::Feedback, "Is my pitch deck clear?", "Twelve slides for investors."),
        (O::Skill, "I read your pitch deck", "I listened to a hundred pitches."),
    ),
    case(
        (A::Feedback, "Opinions on my short story", "About a lighthouse keeper."),
        (O::Feedback, "I read short stories and novels", "Kind and honest."),
    ),
    case((A::Feedback, "What is wrong with my resume?", ""), (O::Skill, "Resume review by a recruiter", "")),
    case(
        (A::Collaborator, "Illustrator for a children's book about whales", ""),
        (O::Skill, "I illustrate books for children", "Whales welcome."),
    ),
    case(
        (A::Collaborator, "Looking for a cofounder for a podcast about beekeeping", ""),
        (O::Skill, "Podcast editing and beekeeping stories", ""),
    ),
    case(
        (A::Collaborator, "Who builds a chess game with me?", "In Godot."),
        (O::Service, "I build small games in Godot", "Chess, cards, puzzles."),
    ),
    case((A::Learning, "Learn to bake sourdough", ""), (O::Course, "Sourdough in four evenings", "")),
    case(
        (A::Learning, "I want to understand spreadsheets", "Pivot tables above all."),
        (O::Course, "Pivot tables from zero", "Spreadsheets without fear."),
    ),
    case((A::Learning, "How do I crochet?", ""), (O::Mentorship, "Crochet with me every Sunday", "")),
    case((A::Learning, "Learn Rust", "I know Python a little."), (O::Mentorship, "Rust mentoring for Python people", "")),
    case((A::Learning, "How to take portraits", "With an old camera."), (O::Post, "What I learned about portraits", "Any camera will do.")),
    case((A::Hire, "Logo for my bicycle repair shop", ""), (O::Service, "Logos for small shops", "Bicycle makers, bakers, barbers.")),
    case((A::Hire, "Translate a rental contract into Polish", ""), (O::Service, "Polish translation of contracts and letters", "")),
    case((A::Hire, "Someone to edit wedding videos", ""), (O::Service, "Wedding video editing", "")),
    case(
        (A::Hire, "Bookkeeper for a small bakery", "Receipts in a shoebox."),
        (O::Service, "Bookkeeping for cafes and bakeries", "I sort receipts."),
    ),
    case((A::Hire, "WordPress site is hacked", "Need it clean today."), (O::Service, "I clean hacked WordPress sites", "")),
    case((A::Advice, "How do I price my ceramics?", ""), (O::Mentorship, "Pricing for potters", "What ceramics should cost.")),
    case(
        (A::Advice, "Moving my newsletter to Substack", "Is it worth it?"),
        (O::Skill, "I help move newsletters", "Substack, Ghost, Buttondown."),
    ),
    case((A::Advice, "My tomatoes have blight", ""), (O::Skill, "Sick tomatoes? Send a photo", "Blight, mould, lice.")),
    case((A::Advice, "Which visa do I need for Portugal?", ""), (O::Skill, "I moved to Portugal and know the visa forms", "")),
    case((A::Advice, "Grant application for a community garden", ""), (O::Service, "I read grant applications", "Gardens, clubs, choirs.")),
    case((A::Introduction, "I would like to meet a beekeeper", ""), (O::Mentorship, "A year with a beekeeper", "")),
    case((A::Introduction, "Introduce me to somebody at a museum", ""), (O::Skill, "I work in a museum and know the curators", "")),
    case((A::Advice, "Choosing a violin for my daughter", ""), (O::Skill, "I help you choose a violin", "")),
    case((A::Learning, "Prompts for Midjourney", ""), (O::Course, "Midjourney for illustrators", "")),
    case((A::Advice, "Customer emails take all evening", "I run a small shop."), (O::Service, "I sort your customer emails", "For shops.")),
];

/// Share only what everybody says, or nothing, or only the corner of the hub.
const NO_MATCH: &[Case] = &[
    case(
        (A::Advice, "I need help with my business", "Looking for great people."),
        (O::Skill, "I help people with their business", "Great work, happy to help."),
    ),
    case((A::Advice, "Help me find an AI tool for work", ""), (O::Service, "AI tools that work for people", "We help your business.")),
    case((A::Learning, "I want to learn something new", ""), (O::Course, "Learn something new today", "A great course for everyone.")),
    case(
        (A::Hire, "Looking for an expert", "Someone professional with experience."),
        (O::Service, "Experienced professional expert", "I do good work."),
    ),
    case((A::Collaborator, "Looking for a partner for my startup", ""), (O::Skill, "I help startups", "Good ideas, quick work.")),
    case(
        (A::Feedback, "Feedback on my project", "Tell me what you think."),
        (O::Skill, "I like to look at projects", "I say what I think."),
    ),
    case((A::Advice, "How do I start?", ""), (O::Mentorship, "I help you get started", "Step by step.")),
    case((A::Introduction, "I want to meet people", ""), (O::Skill, "I know many people", "")),
    case((A::Hire, "Logo for my bakery", ""), (O::Service, "Tax returns for freelancers", "")),
    case((A::Learning, "Learn to bake sourdough", ""), (O::Course, "Docker for beginners", "")),
    case((A::Advice, "My tomatoes have blight", ""), (O::Skill, "I repair bicycles", "")),
    case((A::Hire, "Edit my wedding video", ""), (O::Service, "Monthly bookkeeping", "")),
    case((A::BetaTester, "Try my budgeting app", ""), (O::Course, "Build your first budgeting app", "")),
    case((A::BetaTester, "Try my chess app", ""), (O::Post, "How I built a chess app", "")),
    case((A::BetaTester, "Testers for a plant app", ""), (O::Template, "Plant diary template", "")),
    case((A::Hire, "Translate my menu", ""), (O::Link, "A list of menu translations", "")),
    case((A::Feedback, "Is my poem any good?", ""), (O::Feedback, "Drum lessons", "Send a recording.")),
    case((A::Advice, "Which laptop should I buy?", ""), (O::Skill, "I tune pianos", "")),
    case(
        (A::Advice, "I have two weeks and three questions", "In the morning or evening."),
        (O::Skill, "Three questions a week", "Every morning, every evening."),
    ),
    case((A::Learning, "How does AI work?", ""), (O::App, "An AI app for everyone", "It works.")),
    case((A::Collaborator, "Build a platform with me", "Web and mobile."), (O::Service, "Our platform is online", "Web services.")),
    case((A::Hire, "Website for my dentist practice", ""), (O::Service, "I walk your dog", "Also weekends.")),
];

/// One coincidence in passing, or kinds that don't go together: some may look, nobody is told.
const NOT_TOLD: &[Case] = &[
    case((A::Hire, "Plumber for a leaking tap", "The kitchen is wet."), (O::Service, "I photograph kitchens", "")),
    case((A::Advice, "Choosing paint for the nursery", "We like blue."), (O::Skill, "I mend clothes", "Blue thread is free.")),
    case((A::Feedback, "Look at my poster", "For the choir concert on Sunday."), (O::Course, "Sing in a choir", "")),
    case((A::Hire, "React developer for two days", ""), (O::Post, "Why I left React", "")),
    case((A::Learning, "Learn the guitar", "I have a dog and little time."), (O::Course, "Train your dog", "")),
    case((A::BetaTester, "Try my recipe app", ""), (O::Mentorship, "A year of recipes", "")),
    case((A::Advice, "Selling honey by post", ""), (O::Skill, "I bake birthday cakes", "With honey from my garden.")),
    case((A::Hire, "Sign painter for my shop", ""), (O::Service, "Shop windows cleaned", "")),
    case((A::Learning, "Play chess better", ""), (O::Template, "Tournament poster", "For chess and cards.")),
    case((A::Hire, "Write the words for my website", ""), (O::Service, "I host your website", "")),
];

/// One word that everybody uses, in both titles, and kinds that fit.
const ONE_COMMON_WORD: &[Case] = &[
    case((A::Collaborator, "Who builds an app with me?", ""), (O::Skill, "I build apps", "")),
    case((A::Feedback, "Feedback on my app", ""), (O::Feedback, "I look at apps", "")),
    case((A::Hire, "Somebody for an app", ""), (O::Service, "Apps made to order", "")),
    case((A::Advice, "My menu is too long", ""), (O::Skill, "Menus and nothing else", "")),
    case((A::Hire, "Photos of my cousin", ""), (O::Service, "Photos from above", "")),
];

#[test]
fn one_word_that_everybody_uses_is_not_told() {
    judge(ONE_COMMON_WORD, Option::is_none);
}

#[test]
fn a_common_word_counts_beside_a_second_one_a_tag_or_a_tool() {
    let ask = || samples::ask("Feedback on my app", "").asks_for(A::Feedback);
    let offer = |title: &str| samples::offer(title, "").offers_a(O::Feedback);
    let second = reasons(samples::ask("Words for my landing page", "The copy is dull."), samples::offer("Landing page copy", ""));
    assert_eq!(second.first().map(String::as_str), Some("you both say: landing page, copy"));
    assert!(points(samples::ask("Words for my landing page", "The copy is dull."), samples::offer("Landing page copy", "")) >= TELL_FLOOR);
    for (ask, offer) in [
        (ask().tags(&["UX Design"]), offer("I look at apps").tags(&["UX Design"])),
        (ask().tools(&["Figma"]), offer("I look at apps").tools(&["Figma"])),
    ] {
        let said = reasons(ask, offer);
        assert!(said.iter().any(|words| words == "you both say: app"), "{said:?}");
    }
}

#[test]
fn those_who_fit_are_told() {
    judge(TOLD, |pair| pair.as_ref().is_some_and(|pair| pair.score >= TELL_FLOOR));
}

#[test]
fn those_who_share_only_what_everybody_says_are_no_match() {
    judge(NO_MATCH, Option::is_none);
}

#[test]
fn a_coincidence_is_not_told() {
    judge(NOT_TOLD, |pair| pair.as_ref().is_none_or(|pair| pair.score < TELL_FLOOR));
}

/// Not a word in common, and kinds that fit.
const MEANT: &[Case] = &[case(
    (A::Advice, "My tomatoes are sick", "The leaves of the tomatoes have brown spots."),
    (O::Skill, "Diseases of vegetables and garden plants", "Fungus, lice, mould: send a picture."),
)];

#[test]
fn who_means_the_same_in_other_words_can_be_told_and_both_are_quoted() {
    judge(MEANT, |pair| {
        pair.as_ref().is_some_and(|pair| pair.score >= TELL_FLOOR && pair.reasons[0].to_string().starts_with("the ask says “"))
    });
    let said = scored(&MEANT[0]).map(|pair| pair.reasons[0].to_string()).unwrap_or_default();
    let quoted: Vec<&str> = said.split(['“', '”']).skip(1).step_by(2).collect();
    let (ask, offer) = posts(&MEANT[0]);
    assert!(quoted.len() == 2 && format!("{} {}", ask.title, ask.text).contains(quoted[0]), "{said}");
    assert!(format!("{} {}", offer.title, offer.text).contains(quoted[1]), "{said}");
}

#[test]
fn without_its_meaning_a_pair_is_judged_by_its_words_as_in_other_languages() {
    let (ask, offer) = posts(&TOLD[11]);
    let score = |weights: &Weights, language: &str| {
        let with = |post: &Post| Post { language: language.to_owned(), ..post.clone() };
        pairing::score(&with(&ask), &with(&offer), weights, &Facts::at(NOW)).map_or(0, |pair| pair.score)
    };
    let words_only = Weights { meaning: 0.0, ..Weights::default() };
    assert_eq!(score(&words_only, "nl"), score(&Weights::default(), "nl"), "Dutch means nothing to the table");
    assert!(score(&words_only, "en") >= TELL_FLOOR);
}

fn reasons(ask: samples::Sample, offer: samples::Sample) -> Vec<String> {
    let pair = pairing::score(&ask.post(), &offer.post(), &Weights::default(), &Facts::at(NOW));
    pair.map(|pair| pair.reasons.iter().map(ToString::to_string).collect()).unwrap_or_default()
}

fn points(ask: samples::Sample, offer: samples::Sample) -> i64 {
    pairing::score(&ask.post(), &offer.post(), &Weights::default(), &Facts::at(NOW)).map_or(0, |pair| pair.score)
}

#[test]
fn reasons_are_said_as_both_wrote_them_the_concrete_first() {
    let ask = samples::ask("Copy for a landing page", "Pictures are made with Midjourney.")
        .tags(&["Newsletter Writing"])
        .category("Marketing & Content");
    let offer = samples::offer("Landing page copy", "For anybody.")
        .tools(&["Midjourney"])
        .tags(&["Newsletter Writing"])
        .category("Marketing & Content");
    assert_eq!(
        reasons(ask, offer),
        [
            "you both say: landing page, copy",
            "you both mention Midjourney",
            "both about newsletter writing",
            "both in Marketing & Content",
            "needs a hand, offers one",
        ]
    );
}

#[test]
fn a_category_alone_is_no_match_and_counts_only_between_fitting_kinds() {
    let ask = || samples::ask("Knots", "").category("Creative & Design");
    assert!(reasons(ask(), samples::offer("Watercolour", "").category("Creative & Design")).is_empty());
    let unfitting = samples::offer("Watercolour", "").offers_a(O::Post).category("Creative & Design").tags(&["React", "SQL"]);
    let said = reasons(ask().asks_for(A::Hire).tags(&["React", "SQL"]), unfitting);
    assert!(!said.iter().any(|words| words.contains("Creative")), "{said:?}");
}

#[test]
fn one_tag_between_kinds_that_do_not_fit_is_one_reason_and_no_match() {
    assert!(
        reasons(
            samples::ask("Knots", "").asks_for(A::Feedback).tags(&["React"]),
            samples::offer("Beads", "").offers_a(O::Course).tags(&["React"])
        )
        .is_empty()
    );
    assert_eq!(
        reasons(samples::ask("Knots", "").tags(&["React"]), samples::offer("Beads", "").tags(&["React"])),
        ["both about React", "needs a hand, offers one"]
    );
}

#[test]
fn everybodys_tools_and_broad_tags_say_less() {
    let with_tool = |tool: &str| points(samples::ask("Knots", "").tools(&[tool]), samples::offer("Beads", "").tools(&[tool]));
    assert!(with_tool("Midjourney") > with_tool("ChatGPT"));
    let with_tag = |tag: &str| points(samples::ask("Knots", "").tags(&[tag]), samples::offer("Beads", "").tags(&[tag]));
    assert!(with_tag("Grant Writing") > with_tag("Teaching"));
}

#[test]
fn a_tool_with_an_ordinary_name_is_named_only_as_a_name() {
    let offer = || samples::offer("Flows that run by themselves", "").tools(&["Make"]);
    assert!(reasons(samples::ask("Make me a cake", ""), offer()).is_empty());
    let said = reasons(samples::ask("Two flows in Make that stopped", ""), offer());
    assert!(said.iter().any(|words| words == "you both mention Make"), "{said:?}");
}

#[test]
fn a_price_within_the_budget_is_a_reason_and_one_above_it_speaks_against() {
    let ask = || samples::ask("Logo for my bakery", "").asks_for(A::Hire).budget(20_000);
    let offer = |price| samples::offer("Logos for bakeries", "").offers_a(O::Service).price(price);
    assert!(reasons(ask(), offer(18_000)).contains(&"the price fits the budget".to_owned()));
    assert!(!reasons(ask(), offer(30_000)).iter().any(|words| words.contains("budget")));
    assert!(points(ask(), offer(18_000)) > points(ask(), offer(30_000)));
    let free = samples::offer("Logos for bakeries", "").offers_a(O::Service);
    assert!(!reasons(ask(), free).iter().any(|words| words.contains("budget") || words.contains("free")));
}

#[test]
fn another_language_lowers_the_score_much() {
    let ask = || samples::ask("React and SQL", "").tags(&["React", "SQL"]);
    let offer = |language: &str| samples::offer("React and SQL", "").tags(&["React", "SQL"]).language(language);
    assert!(points(ask(), offer("de")) * 2 < points(ask(), offer("en")));
    assert_eq!(points(ask(), offer("")), points(ask(), offer("en")), "not known is not another");
    assert!(points(ask(), offer("de")) < TELL_FLOOR);
}

#[test]
fn a_language_that_is_welcome_is_not_another_one() {
    let ask = |also_in: &str| samples::ask("React and SQL", "").tags(&["React", "SQL"]).also_in(also_in);
    let offer = |language: &str| samples::offer("React and SQL", "").tags(&["React", "SQL"]).language(language);
    assert_eq!(points(ask("de"), offer("de")), points(ask("any"), offer("nl")));
    assert!(points(ask("any"), offer("de")) >= TELL_FLOOR);
    assert_eq!(points(ask("de"), offer("nl")), points(ask(""), offer("nl")), "one that is welcome is not every one");
}

#[test]
fn a_fresh_pair_stands_above_an_old_one() {
    let offer = |days: i64| samples::offer("Sourdough", "").at(NOW.plus(-days * hub::DAY));
    let ask = || samples::ask("Sourdough", "");
    assert!(points(ask(), offer(0)) > points(ask(), offer(200)));
}

#[test]
fn categories_of_one_parent_say_a_little_and_are_no_reason() {
    let in_category = |slug: &str| {
        let mut post = samples::offer("Landing page copy", "").post();
        post.categories = vec![search::Label::new(slug, slug)];
        post
    };
    // An ask that says more than they share: where everything else fits already, a category adds nothing.
    let mut ask = samples::ask("Words for my landing page", "We hire out canoes, tents and stoves along the river from May on.").post();
    ask.categories = vec![search::Label::new("marketing-content", "Marketing & Content")];
    let [same, sibling, far] = ["marketing-content", "sales-outreach", "development"]
        .map(|slug| pairing::score(&ask, &in_category(slug), &Weights::default(), &Facts::at(NOW)).unwrap());
    assert!(same.score > sibling.score && sibling.score > far.score, "{same:?} {sibling:?} {far:?}");
    assert_eq!(sibling.reasons.len(), far.reasons.len());
    assert_eq!(same.reasons.len(), far.reasons.len() + 1);
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn whoever_changes_a_weight_gives_the_table_a_new_version() {
    let kinds: Vec<_> = A::ALL.iter().flat_map(|ask| O::ALL.iter().map(|offer| pairing::kinds::fit(*ask, *offer))).collect();
    let table = hash(&format!("{:?} {kinds:?}", Weights::default()));
    assert_eq!(
        (pairing::table(0), table),
        (6_004_002, 12_596_557_630_879_067_541),
        "raise `VERSION` in pairing/mod.rs, then write here what both are now"
    );
}
