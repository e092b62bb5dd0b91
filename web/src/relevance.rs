//! `collective relevance`: how well the matcher ranks and tells on a judged collection. Touches no data of the hub.

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use search::{
    Source,
    judged::{self, Collection, Engine, Figures, Half},
    meaning,
};

/// What to measure on.
#[derive(Clone, Debug, Args)]
pub struct Judged {
    /// What is offered: JSON lines with _id, title and text, and metadata as fixtures/relevance has it, if any.
    #[arg(long, value_name = "FILE")]
    pub corpus: PathBuf,
    /// What is asked for, in the same form.
    #[arg(long, value_name = "FILE")]
    pub queries: PathBuf,
    /// Judgements: query-id, corpus-id and score, separated by tabs.
    #[arg(long, value_name = "FILE")]
    pub qrels: PathBuf,
    /// Only this one; else all, beside BM25: model with --embedding-model only.
    #[arg(long)]
    pub engine: Option<Which>,
    /// Table of query-id and half (tune or held-out), separated by tabs.
    #[arg(long, value_name = "FILE", requires = "half")]
    pub split: Option<PathBuf>,
    /// Only the queries of this half.
    #[arg(long, requires = "split")]
    pub half: Option<WhichHalf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// The matcher by words, tags, tools and kinds only.
    Lexical,
    /// The matcher as it runs, with what words mean.
    Hybrid,
    /// The same with the sentence transformer of --embedding-model.
    Model,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WhichHalf {
    Tune,
    HeldOut,
}

/// Why nothing is measured: a line for who asked.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    Collection(#[from] judged::Fault),
    #[error(transparent)]
    Model(#[from] meaning::Fault),
    #[error("--engine model needs a model: name its directory with --embedding-model")]
    NoModel,
}

/// Measures, and says a line for each engine. Progress goes to standard error.
pub fn measure(judged: &Judged, model: Option<&Path>, mut say: impl FnMut(&str)) -> Result<(), Fault> {
    let model = match (judged.engine, model) {
        (Some(Which::Model), None) => return Err(Fault::NoModel),
        (Some(Which::Lexical | Which::Hybrid), _) => None,
        (_, model) => model.map(Source::load).transpose()?,
    };
    let mut collection = Collection::read(&judged.corpus, &judged.queries, &judged.qrels)?;
    if let (Some(split), Some(half)) = (&judged.split, judged.half) {
        collection.keep_half(split, if half == WhichHalf::Tune { Half::Tune } else { Half::HeldOut })?;
    }
    let engines = match judged.engine {
        Some(Which::Lexical) => vec![Engine::Lexical],
        Some(Which::Hybrid) => vec![Engine::Hybrid],
        Some(Which::Model) => vec![Engine::Model],
        None => [Engine::Bm25, Engine::Lexical, Engine::Hybrid].into_iter().chain(model.as_ref().map(|_| Engine::Model)).collect(),
    };
    say(&format!("{} queries, {} documents", collection.asks.len(), collection.offers.len()));
    say("engine   nDCG@10  among judged  recall@10    MRR   queries");
    let mut told = Vec::new();
    for engine in engines {
        if let Some(model) = model.as_ref().filter(|_| engine == Engine::Model) {
            collection.read_by(model, |done, of| show_progress("reading", done, of));
        }
        let figures = collection.measure(engine, |done, of| show_progress(name(engine), done, of));
        say(&format!(
            "{:8} {:7.3} {:13.3} {:10.3} {:6.3} {:9}",
            name(engine),
            figures.ndcg(),
            figures.ndcg_among_judged(),
            figures.recall(),
            figures.mrr(),
            figures.asks()
        ));
        if engine != Engine::Bm25 {
            told.push(format!("{}: {}", name(engine), of_those_told(&figures)));
        }
    }
    told.iter().for_each(|line| say(line));
    Ok(())
}

fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::Bm25 => "bm25",
        Engine::Lexical => "lexical",
        Engine::Hybrid => "hybrid",
        Engine::Model => "model",
    }
}

/// What the floors let through: grades from 2 are clearly useful, what nobody judged counts as useless.
fn of_those_told(figures: &Figures) -> String {
    let share = |part: usize| if figures.told == 0 { 0.0 } else { 100.0 * part as f64 / figures.told as f64 };
    format!(
        "{} would be told, of which {} ({:.0} %) are clearly useful and {} ({:.0} %) of any use; {} queries get somebody clearly useful",
        figures.told,
        figures.told_useful,
        share(figures.told_useful),
        figures.told_related,
        share(figures.told_related),
        figures.asks_served
    )
}

/// A bar on a terminal, a line at each tenth elsewhere.
fn show_progress(what: &str, done: usize, of: usize) {
    const WIDE: usize = 30;
    let mut out = std::io::stderr();
    // A closed standard error is no reason to stop.
    let _ = if out.is_terminal() {
        let full = done * WIDE / of.max(1);
        let end = if done == of { "\n" } else { "" };
        write!(out, "\r{what:8} [{}{}] {done} of {of}{end}", "#".repeat(full), " ".repeat(WIDE - full))
    } else if done == of || (done * 10 / of.max(1)) != ((done - 1) * 10 / of.max(1)) {
        writeln!(out, "{what}: {done} of {of}")
    } else {
        Ok(())
    };
}
