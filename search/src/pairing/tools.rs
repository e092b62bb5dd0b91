//! Which tools of the directory fit an ask: what to try while somebody is being found.

use std::collections::BTreeSet;

use hub::{asks::AskKind, matches::ToolFit};

use super::{Reason, Weights, shared};
use crate::{
    post::{Key, Kind},
    reading::Reading,
    words::{Reader, Weight, cut},
};

/// From here on a tool is shown.
pub const TOOL_FLOOR: i64 = 240;
/// So many tools are shown with an ask.
pub const TOOLS_SHOWN: usize = 3;

/// A verb such as “write” says nothing between two people; of a tool it says what it does.
const VERB: f64 = 0.15;
/// How much of a use the ask must say.
const LEAST_COVERED: f64 = 0.4;

/// Whether a tool fits an ask, and why. `None` when nothing concrete speaks for it, and for asks that want people.
pub fn fit(ask: &Reading, tool: &Reading, weights: &Weights) -> Option<(i64, Vec<Reason>)> {
    let (Kind::Ask(kind), Kind::Tool(_)) = (ask.post.kind, tool.post.kind) else {
        return None;
    };
    let wanted = match kind {
        AskKind::BetaTester | AskKind::Introduction => return None,
        AskKind::Feedback => 0.6,
        AskKind::Collaborator | AskKind::Hire => 0.85,
        AskKind::Learning | AskKind::Advice => 1.0,
    };
    let mut reasons: Vec<Reason> = Vec::new();
    reasons.extend(shared::tools(ask, tool, kind, weights));
    reasons.extend(best_use(ask, tool));
    reasons.extend(shared::tags(ask, tool, weights));
    if reasons.is_empty() {
        return None;
    }
    let category = ask.post.category().filter(|mine| tool.post.categories.iter().any(|theirs| theirs.slug == mine.slug));
    reasons.extend(category.map(|category| Reason::Category { name: category.name.clone(), strength: weights.category }));
    reasons.sort_by(|a, b| b.is_concrete().cmp(&a.is_concrete()).then(b.strength().total_cmp(&a.strength())));
    let missed: f64 = reasons.iter().map(|reason| 1.0 - reason.strength()).product();
    let language = if ask.post.language == "en" || ask.post.language.is_empty() { 1.0 } else { 0.8 };
    let score = ((1.0 - missed) * wanted * language * 1000.0).round() as i64;
    Some((score, reasons))
}

/// The use that the ask says best. A use counts when the ask says a good part of what weighs in it, a telling word among it.
fn best_use(ask: &Reading, tool: &Reading) -> Option<Reason> {
    let reader = Reader::of(&tool.post.language);
    let covered = |words: &String| {
        let (mut all, mut said, mut telling) = (0.0, 0.0, 0.0);
        let stems: BTreeSet<String> = cut(words).map(|token| reader.stem(token.written)).collect();
        for stem in stems {
            let Weight::Says(weight) = reader.weight(&stem) else { continue };
            let points = (f64::from(weight) / 100.0).max(VERB);
            all += points;
            if let Some(mine) = ask.words.get(stem.as_str()) {
                said += points;
                telling += f64::from(mine.weight.min(weight)) / 100.0;
            }
        }
        // One everyday word (“shop”) is not yet the same problem.
        (all > 0.0 && telling >= 0.5 && said / all >= LEAST_COVERED).then(|| (said / all, telling))
    };
    let uses = tool.post.uses.iter().filter_map(|words| Some((covered(words)?, words)));
    let best = uses.max_by(|(a, a_words), (b, b_words)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then_with(|| b_words.cmp(a_words)));
    best.map(|((share, telling), words)| Reason::Use { words: words.clone(), strength: 0.55 * share * (1.0 - (-1.6 * telling).exp()) })
}

/// The best tools for an ask, the best first.
pub fn fits_of<'a>(ask: &Reading, tools: impl IntoIterator<Item = &'a Reading>, weights: &Weights) -> Vec<ToolFit> {
    let mut fits: Vec<ToolFit> = tools
        .into_iter()
        .filter_map(|tool| {
            let Key::Tool(id) = tool.post.key else { return None };
            let (score, reasons) = fit(ask, tool, weights)?;
            Some(ToolFit { tool: id, score, reasons: reasons.iter().map(Reason::to_string).collect() })
        })
        .filter(|fit| fit.score >= TOOL_FLOOR)
        .collect();
    fits.sort_by(|a, b| b.score.cmp(&a.score).then(a.tool.cmp(&b.tool)));
    fits.truncate(TOOLS_SHOWN);
    fits
}
