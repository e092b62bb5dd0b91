//! Every text on every surface, in both themes, against WCAG AA: computed from `1-tokens.css` as a browser composes it, over the
//! brightest and the darkest that can lie below. axe gives up where something is transparent, and most of what we have is.

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../assets/css/1-tokens.css");
const PARTS: &str = include_str!("../../assets/css/3-parts.css");

/// Text of any size that people read, and edges and pictures that mean something.
const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;
/// What whoever asks for more contrast gets.
const MORE: f64 = 7.0;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Theme {
    Light,
    Dark,
}

/// Red, green, blue from 0 to 255, and how much of it there is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Colour([f64; 3], f64);

impl Colour {
    const NOTHING: Colour = Colour([0.0; 3], 0.0);

    /// This over that, which is solid.
    fn over(self, below: Colour) -> Colour {
        let mix = |n: usize| self.0[n] * self.1 + below.0[n] * (1.0 - self.1);
        Colour([mix(0), mix(1), mix(2)], 1.0)
    }

    /// `color-mix(in srgb, this percent%, transparent)`
    fn thin(self, percent: f64) -> Colour {
        Colour(self.0, self.1 * percent / 100.0)
    }

    fn luminance(self) -> f64 {
        let linear = |v: f64| {
            let v = v / 255.0;
            if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0[0]) + 0.7152 * linear(self.0[1]) + 0.0722 * linear(self.0[2])
    }
}

fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The tokens as one theme has them.
struct Tokens {
    named: HashMap<String, String>,
    theme: Theme,
}

impl Tokens {
    /// The tokens of every page, and beside them those of a wish (`(prefers-contrast: more)`).
    fn read(theme: Theme, wish: Option<&str>) -> Tokens {
        let css = without_comments(TOKENS);
        let mut named = declared(&block(&css, ":root {"));
        if let Some(wish) = wish {
            named.extend(declared(&block(&block(&css, &format!("@media {wish} {{")), ":root {")));
        }
        Tokens { named, theme }
    }

    /// The value of a token, with `light-dark()` and `var()` resolved.
    fn value(&self, name: &str) -> String {
        let value = self.named.get(name).unwrap_or_else(|| panic!("no token --{name}"));
        self.resolved(value)
    }

    fn resolved(&self, value: &str) -> String {
        let value = value.trim();
        if let Some(inner) = called(value, "light-dark") {
            let sides = split(inner);
            return self.resolved(sides[if self.theme == Theme::Light { 0 } else { 1 }]);
        }
        if let Some(inner) = called(value, "var") {
            return self.value(inner.trim_start_matches("--"));
        }
        value.to_owned()
    }

    fn colour(&self, name: &str) -> Colour {
        colour(&self.value(name))
    }

    /// A gradient from end to end, in steps.
    fn gradient(&self, name: &str) -> Vec<Colour> {
        let value = self.value(name);
        let inner = called(&value, "linear-gradient").unwrap_or_else(|| panic!("--{name} is no gradient: {value}"));
        let stops: Vec<Colour> = split(inner)[1..].iter().map(|stop| colour(&self.resolved(stop))).collect();
        let steps = |pair: &[Colour]| (0..=10).map(|n| Colour(pair[0].0, f64::from(n) / 10.0).over(pair[1])).collect::<Vec<_>>();
        stops.windows(2).flat_map(steps).collect()
    }

    /// What a page may look like below its parts: the ends of its ground, alone and under each of its glows.
    fn grounds(&self) -> Vec<Colour> {
        let glows = ["glow-a", "glow-b", "glow-c"].map(|name| self.colour(name));
        let grounds = ["bg-0", "bg-1"].map(|name| self.colour(name));
        grounds.iter().flat_map(|&ground| glows.iter().map(move |glow| glow.over(ground)).chain([ground])).collect()
    }

    /// The same with layers on it, the lowest first.
    fn grounds_under(&self, layers: &[Colour]) -> Vec<Colour> {
        self.grounds().into_iter().map(|ground| layers.iter().fold(ground, |below, layer| layer.over(below))).collect()
    }
}

fn without_comments(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

/// What stands between the braces of the first rule that begins like this.
fn block(css: &str, begins: &str) -> String {
    let from = css.find(begins).unwrap_or_else(|| panic!("no {begins}")) + begins.len();
    let mut depth = 1;
    let inside = css[from..].char_indices().find(|&(_, c)| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0
    });
    css[from..from + inside.map_or(0, |(at, _)| at)].to_owned()
}

fn declared(block: &str) -> HashMap<String, String> {
    let lines = block.split(';').filter_map(|line| line.trim().strip_prefix("--")?.split_once(':'));
    lines.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

/// The inside of `name(…)`.
fn called<'a>(value: &'a str, name: &str) -> Option<&'a str> {
    value.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')
}

/// At the commas that stand in no brackets.
fn split(list: &str) -> Vec<&str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0);
    for (at, c) in list.char_indices() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if c == ',' && depth == 0 {
            parts.push(&list[from..at]);
            from = at + 1;
        }
    }
    parts.push(&list[from..]);
    parts
}

fn colour(value: &str) -> Colour {
    let byte = |hex: &str| f64::from(u8::from_str_radix(hex, 16).expect(hex));
    match value.trim() {
        "transparent" => Colour::NOTHING,
        hex if hex.len() == 7 && hex.starts_with('#') => Colour([byte(&hex[1..3]), byte(&hex[3..5]), byte(&hex[5..7])], 1.0),
        rgb => {
            let inner = called(rgb, "rgb").unwrap_or_else(|| panic!("{rgb} is no colour that is known here"));
            let (channels, alpha) = inner.split_once('/').unwrap_or((inner, "100%"));
            let n: Vec<f64> = channels.split_whitespace().map(|n| n.parse().expect(rgb)).collect();
            Colour([n[0], n[1], n[2]], alpha.trim().trim_end_matches('%').parse::<f64>().expect(rgb) / 100.0)
        }
    }
}

/// Who says something: the name of it, on which grounds, in which colour, and how far they have to be apart.
struct Held<'a> {
    tokens: &'a Tokens,
    least: Vec<(f64, String)>,
    broken: Vec<String>,
}

impl Held<'_> {
    fn hold(&mut self, what: &str, said: Colour, grounds: &[Colour], at_least: f64) {
        let worst = grounds.iter().map(|&ground| contrast(said.over(ground), ground)).fold(f64::INFINITY, f64::min);
        self.least.push((worst / at_least, format!("{what}: {worst:.2}")));
        if worst < at_least {
            self.broken.push(format!("{what} in {:?}: {worst:.2} of {at_least}", self.tokens.theme));
        }
    }
}

const INKS: [&str; 9] = ["text", "muted", "teal", "cyan", "green", "pink", "sage", "error", "warning"];

fn hold_all(tokens: &Tokens) -> Vec<String> {
    let mut held = Held { tokens, least: Vec::new(), broken: Vec::new() };
    let c = |name: &str| tokens.colour(name);
    let (glass, subtle, strong, float) = (c("glass"), c("glass-subtle"), c("glass-strong"), c("float"));

    // What floats has anything below it: the page, its text, a button.
    let mut below = tokens.grounds();
    below.extend(tokens.gradient("gradient"));
    below.extend([c("text"), c("bg-2")]);
    let floating: Vec<Colour> = below.iter().map(|&below| float.over(below)).collect();

    let surfaces: [(&str, Vec<Colour>); 6] = [
        ("the page", tokens.grounds()),
        ("glass", tokens.grounds_under(&[glass])),
        ("subtle glass", tokens.grounds_under(&[subtle])),
        ("subtle glass on glass", tokens.grounds_under(&[glass, subtle])),
        ("strong glass", tokens.grounds_under(&[strong])),
        ("what floats", floating.clone()),
    ];
    for (surface, grounds) in &surfaces {
        for ink in INKS {
            // Of the colours that mean something only what links and menus are made of floats.
            if surface != &"what floats" || ["text", "muted", "teal", "green"].contains(&ink) {
                held.hold(&format!("{ink} on {surface}"), c(ink), grounds, TEXT);
            }
        }
        held.hold(&format!("focus on {surface}"), c("teal"), grounds, SHAPE);
    }

    // Where a colour is the ground of its own text: chips, badges, alerts, what a menu points at.
    for ink in ["pink", "teal", "sage", "green", "warning", "cyan", "error"] {
        for (surface, grounds) in &surfaces[..2] {
            let tinted: Vec<Colour> = grounds.iter().map(|&ground| c(ink).thin(10.0).over(ground)).collect();
            held.hold(&format!("a chip of {ink} on {surface}"), c(ink), &tinted, TEXT);
            held.hold(&format!("an alert of {ink} on {surface}"), c("text"), &tinted, TEXT);
        }
    }
    let pointed: Vec<Colour> = floating.iter().map(|&ground| c("teal").thin(10.0).over(ground)).collect();
    held.hold("a menu's line that is pointed at", c("text"), &pointed, TEXT);
    held.hold("a menu's line that is the page", c("teal"), &pointed, TEXT);

    // Parts with a tint of their own.
    for (what, ink, percent, layers) in [
        ("news", "teal", 7.0, vec![glass]),
        ("a match", "teal", 9.0, vec![glass]),
        ("one's own message", "teal", 17.0, vec![glass]),
        ("a chosen conversation", "teal", 12.0, vec![glass]),
        ("an ask in a room", "pink", 8.0, vec![glass, glass]),
        ("the line under the bar", "warning", 14.0, vec![]),
    ] {
        let grounds: Vec<Colour> = tokens.grounds_under(&layers).iter().map(|&ground| c(ink).thin(percent).over(ground)).collect();
        held.hold(&format!("text on {what}"), c("text"), &grounds, TEXT);
        held.hold(&format!("muted on {what}"), c("muted"), &grounds, TEXT);
        if what != "the line under the bar" {
            held.hold(&format!("a link on {what}"), c("teal"), &grounds, TEXT);
        }
    }

    // Buttons and counts.
    held.hold("a button's words", c("on-gradient"), &tokens.gradient("gradient"), TEXT);
    for ground in tokens.grounds() {
        for end in tokens.gradient("gradient") {
            held.hold("a button on the page", end, &[ground], SHAPE);
        }
        for end in tokens.gradient("text-gradient") {
            held.hold("words in the gradient", end, &[ground], TEXT);
        }
    }
    let pressed: Vec<Colour> = tokens.grounds_under(&[glass]).iter().map(|&ground| c("teal").thin(12.0).over(ground)).collect();
    held.hold("an outlined button that is pointed at", c("teal"), &pressed, TEXT);

    // Fields: what is typed, what stands there before, and where they end.
    for layers in [vec![], vec![glass]] {
        let around = tokens.grounds_under(&layers);
        let inside: Vec<Colour> = around.iter().map(|&ground| c("field").over(ground)).collect();
        held.hold("what is typed", c("text"), &inside, TEXT);
        held.hold("what stands in an empty field", c("muted").thin(85.0), &inside, TEXT);
        held.hold("the edge of a field", c("field-edge"), &around, SHAPE);
        held.hold("the edge of a field to mend", c("error"), &around, SHAPE);
    }

    // Who is here.
    held.hold("the dot of who is here", c("green"), &[c("bg-1")], SHAPE);
    held.hold("the ring of who is away", c("warning"), &[c("bg-1")], SHAPE);

    // The jewels, as the picture on a tile, and under its words where it is chosen.
    for jewel in jewels() {
        let tint = colour(&tokens.resolved(&jewel.1));
        held.hold(&format!("the picture of {}", jewel.0), tint, &tokens.grounds_under(&[glass]), SHAPE);
        let chosen: Vec<Colour> = tokens.grounds_under(&[glass]).iter().map(|&ground| tint.thin(18.0).over(ground)).collect();
        held.hold(&format!("words on {}", jewel.0), c("text"), &chosen, TEXT);
        held.hold(&format!("the picture of {} where it is chosen", jewel.0), tint, &chosen, SHAPE);
    }
    assert!(held.least.len() > 150, "only {} were held against each other", held.least.len());
    held.broken
}

/// Name and value of each jewel in `3-parts.css`.
fn jewels() -> Vec<(String, String)> {
    let rules = PARTS.split(".tint-").skip(1).filter_map(|rest| rest.split_once(" { --tint: "));
    let all: Vec<_> = rules.map(|(name, rest)| (name.to_owned(), rest.split(';').next().unwrap_or("").to_owned())).collect();
    assert_eq!(all.len(), 10, "{all:?}");
    all
}

#[test]
fn every_text_can_be_read_on_whatever_lies_below_it() {
    let broken: Vec<String> = [Theme::Light, Theme::Dark].into_iter().flat_map(|theme| hold_all(&Tokens::read(theme, None))).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn whoever_asks_for_more_contrast_or_less_transparency_gets_it() {
    for theme in [Theme::Light, Theme::Dark] {
        let more = Tokens::read(theme, Some("(prefers-contrast: more)"));
        for layers in [vec![], vec![more.colour("glass")], vec![more.colour("glass-subtle")], vec![more.colour("float")]] {
            for ground in more.grounds_under(&layers) {
                for ink in ["text", "muted"] {
                    let apart = contrast(more.colour(ink), ground);
                    assert!(apart >= MORE, "{ink} in {theme:?}: {apart:.2}");
                }
                let edge = contrast(more.colour("edge").over(ground), ground);
                assert!(edge >= SHAPE, "an edge in {theme:?}: {edge:.2}");
            }
        }
        let less = Tokens::read(theme, Some("(prefers-reduced-transparency: reduce)"));
        for surface in ["glass", "glass-subtle", "float"] {
            assert_eq!(less.colour(surface).1, 1.0, "{surface} in {theme:?}");
        }
        assert_eq!(hold_all(&less), Vec::<String>::new());
    }
}

#[test]
fn contrast_is_counted_as_the_guideline_counts_it() {
    let (black, white, grey) = (colour("#000000"), colour("#ffffff"), colour("#767676"));
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    assert!((contrast(grey, white) - 4.54).abs() < 0.01, "the lightest grey that may stand on white");
    assert_eq!(colour("rgb(255 255 255 / 50%)").over(black).0, [127.5; 3]);
}
