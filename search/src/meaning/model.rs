//! A sentence transformer out of a directory, as its makers publish it: BERT, as all-MiniLM-L6-v2 is one.
//!
//! ```text
//!   text ─▶ tokenizer.json ─▶ pieces ─▶ config.json, *.safetensors ─▶ numbers for each piece ─▶ their mean, of length 1 ─▶ Vector
//! ```
//! Read with candle, on the processor, in numbers of 32 bits. Two machines may differ in the last digit of a vector: what a
//! post means is computed once and kept.

use std::path::{Path, PathBuf};

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokenizers::{Tokenizer, TruncationParams};

use super::{Vector, WIDE, small};

/// So many texts are read together, those that are about as long.
const TOGETHER: usize = 16;
/// Who reads fewer pieces of a text reads nothing.
const FEWEST_PIECES: usize = 8;
/// A number of a vector, at most 1, in small steps.
const STEPS: f64 = (1_u64 << 40) as f64;

/// Of the numbers of a text's pieces, what stands for the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pooling {
    Mean,
    /// Those of the first, which stands for no word.
    First,
}

pub struct Model {
    dir: PathBuf,
    bert: BertModel,
    tokenizer: Tokenizer,
    pooling: Pooling,
    wide: usize,
    /// Of all files that say what it makes of a text.
    hash: String,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Model({} in {})", self.hash, self.dir.display())
    }
}

/// Of `modules.json`.
#[derive(Deserialize)]
struct Module {
    #[serde(rename = "type")]
    name: String,
}

/// Of `sentence_bert_config.json`.
#[derive(Deserialize)]
struct Reads {
    max_seq_length: Option<usize>,
}

impl Model {
    /// Loads it, and tries it on a text. The fault is a sentence for the operator.
    pub fn load(dir: &Path) -> Result<Model, String> {
        if !dir.is_dir() {
            return Err("there is no such directory".to_owned());
        }
        let mut files = Files { dir, hash: Sha256::new() };
        let config = files.config()?;
        files.modules()?;
        let pooling = files.pooling()?;
        let tokenizer = files.tokenizer(&config)?;
        let bert = files.bert(&config)?;
        let hash = files.hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let model = Model { dir: dir.to_owned(), bert, tokenizer, pooling, wide: config.hidden_size, hash };
        match model.directions(&["A text to try it on"]) {
            Ok(tried) if tried[0].is_some() => Ok(model),
            Ok(_) => Err("it makes no numbers of a text".to_owned()),
            Err(fault) => Err(format!("it can't read a text: {fault}")),
        }
    }

    /// Another one makes other vectors.
    pub fn version(&self) -> String {
        format!("model {}", self.hash)
    }

    pub fn words(&self) -> String {
        format!("by the sentence transformer in {} ({} numbers, {})", self.dir.display(), self.wide, self.hash)
    }

    /// What each text means; nothing of an empty one.
    pub fn meanings(&self, texts: &[String]) -> Vec<Option<Box<Vector>>> {
        let directions = self.directions(texts).unwrap_or_else(|fault| {
            tracing::error!(error = %fault, "the embedding model failed: texts are without a meaning");
            vec![None; texts.len()]
        });
        directions.into_iter().map(|direction| direction.and_then(|numbers| quantised(&numbers)).map(Box::new)).collect()
    }

    /// The same, as the model says it: of length 1.
    fn directions<T: AsRef<str>>(&self, texts: &[T]) -> Result<Vec<Option<Vec<f32>>>, String> {
        let mut read = Vec::with_capacity(texts.len());
        for (number, text) in texts.iter().enumerate().filter(|(_, text)| !text.as_ref().trim().is_empty()) {
            let pieces = self.tokenizer.encode_fast(text.as_ref(), true).map_err(|fault| fault.to_string())?;
            read.push((number, pieces.get_ids().to_vec()));
        }
        read.sort_by_key(|(_, pieces)| pieces.len());
        let mut all = vec![None; texts.len()];
        for some in read.chunks(TOGETHER) {
            let pieces: Vec<&[u32]> = some.iter().map(|(_, pieces)| pieces.as_slice()).collect();
            let directions = self.forward(&pieces).map_err(plain)?;
            some.iter().zip(directions).for_each(|((number, _), direction)| all[*number] = direction);
        }
        Ok(all)
    }

    /// Texts in pieces, side by side: the shorter ones filled up with what is not looked at.
    fn forward(&self, texts: &[&[u32]]) -> candle_core::Result<Vec<Option<Vec<f32>>>> {
        let long = texts.iter().map(|pieces| pieces.len()).max().unwrap_or_default();
        let shape = (texts.len(), long);
        let filled = |pieces: &&[u32]| pieces.iter().copied().chain(std::iter::repeat_n(0, long - pieces.len())).collect::<Vec<u32>>();
        let looked_at = |pieces: &&[u32]| (0..long).map(|n| f32::from(u8::from(n < pieces.len()))).collect::<Vec<f32>>();
        let ids = Tensor::from_vec(texts.iter().flat_map(filled).collect::<Vec<u32>>(), shape, &Device::Cpu)?;
        let mask = Tensor::from_vec(texts.iter().flat_map(looked_at).collect::<Vec<f32>>(), shape, &Device::Cpu)?;
        let numbers = self.bert.forward(&ids, &ids.zeros_like()?, Some(&mask))?.flatten_all()?.to_vec1::<f32>()?;
        let of_text = numbers.chunks_exact(long * self.wide);
        Ok(texts.iter().zip(of_text).map(|(pieces, numbers)| self.pooled(numbers, pieces.len())).collect())
    }

    /// One direction of those of so many pieces.
    fn pooled(&self, numbers: &[f32], pieces: usize) -> Option<Vec<f32>> {
        let counted = if self.pooling == Pooling::Mean { pieces } else { 1 };
        let mut sum = vec![0.0_f32; self.wide];
        for piece in numbers.chunks_exact(self.wide).take(counted) {
            sum.iter_mut().zip(piece).for_each(|(sum, number)| *sum += number);
        }
        let length = sum.iter().map(|n| n * n).sum::<f32>().sqrt();
        (length.is_finite() && length > 0.0).then(|| sum.into_iter().map(|n| n / length).collect())
    }
}

/// In small whole numbers, as the table's are.
fn quantised(direction: &[f32]) -> Option<Vector> {
    let mut numbers = [0; WIDE];
    numbers.iter_mut().zip(direction).for_each(|(number, own)| *number = (f64::from(*own) * STEPS) as i64);
    small(&numbers)
}

/// Without the trace of calls that may stand below.
fn plain(fault: candle_core::Error) -> String {
    fault.to_string().lines().next().unwrap_or_default().to_owned()
}

/// The files of a directory, as they are read.
struct Files<'a> {
    dir: &'a Path,
    hash: Sha256,
}

impl Files<'_> {
    /// What stands in a file, if there is one.
    fn find(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        match std::fs::read(self.dir.join(name)) {
            Ok(bytes) => {
                self.hash.update(name.as_bytes());
                self.hash.update(bytes.len().to_le_bytes());
                self.hash.update(&bytes);
                Ok(Some(bytes))
            }
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(format!("{name} can't be read: {fault}")),
        }
    }

    fn read(&mut self, name: &str) -> Result<Vec<u8>, String> {
        self.find(name)?.ok_or_else(|| format!("{name} is missing"))
    }

    fn config(&mut self) -> Result<Config, String> {
        let wrong = |fault: serde_json::Error| format!("config.json is not one of a BERT: {fault}");
        let said: Value = serde_json::from_slice(&self.read("config.json")?).map_err(wrong)?;
        match said.get("model_type").and_then(Value::as_str) {
            Some("bert") => {}
            Some(other) => return Err(format!("it is of the kind {other}, and only bert is read")),
            None => return Err("config.json does not say what kind of model it is".to_owned()),
        }
        let config: Config = serde_json::from_value(said).map_err(wrong)?;
        if config.hidden_size > WIDE {
            return Err(format!("its vectors are of {} numbers, and there is room for {WIDE}", config.hidden_size));
        }
        if config.num_attention_heads == 0 || !config.hidden_size.is_multiple_of(config.num_attention_heads) {
            return Err(format!("{} numbers can't be shared out to {} heads", config.hidden_size, config.num_attention_heads));
        }
        Ok(config)
    }

    /// Nothing may come after BERT that would change what it says.
    fn modules(&mut self) -> Result<(), String> {
        let Some(bytes) = self.find("modules.json")? else { return Ok(()) };
        let modules: Vec<Module> = serde_json::from_slice(&bytes).map_err(|fault| format!("modules.json can't be read: {fault}"))?;
        let kind = |module: &Module| module.name.rsplit('.').next().unwrap_or_default().to_owned();
        match modules.iter().map(kind).find(|kind| !matches!(kind.as_str(), "Transformer" | "Pooling" | "Normalize")) {
            Some(other) => Err(format!("it has a part {other}, which is not read")),
            None => Ok(()),
        }
    }

    /// The mean, when nothing else is said.
    fn pooling(&mut self) -> Result<Pooling, String> {
        let Some(bytes) = self.find("1_Pooling/config.json")? else { return Ok(Pooling::Mean) };
        let said: Value = serde_json::from_slice(&bytes).map_err(|fault| format!("1_Pooling/config.json can't be read: {fault}"))?;
        let modes = said.as_object().into_iter().flatten();
        let chosen: Vec<&str> =
            modes.filter(|(_, on)| **on == Value::Bool(true)).filter_map(|(name, _)| name.strip_prefix("pooling_mode_")).collect();
        match chosen[..] {
            ["mean_tokens"] => Ok(Pooling::Mean),
            ["cls_token"] => Ok(Pooling::First),
            _ => Err(format!("it pools by {}, and only mean_tokens and cls_token are read", chosen.join(" and "))),
        }
    }

    fn tokenizer(&mut self, config: &Config) -> Result<Tokenizer, String> {
        let wrong = |fault: tokenizers::Error| format!("tokenizer.json can't be read: {fault}");
        let mut tokenizer = Tokenizer::from_bytes(self.read("tokenizer.json")?).map_err(wrong)?;
        let pieces = tokenizer.get_vocab_size(true);
        if pieces > config.vocab_size {
            return Err(format!("tokenizer.json knows {pieces} pieces, and the model {}", config.vocab_size));
        }
        let said = self.find("sentence_bert_config.json")?.and_then(|bytes| serde_json::from_slice::<Reads>(&bytes).ok());
        let most = said.and_then(|said| said.max_seq_length).unwrap_or(usize::MAX).min(config.max_position_embeddings);
        if most < FEWEST_PIECES {
            return Err(format!("it reads {most} pieces of a text, which is too little"));
        }
        tokenizer.with_padding(None);
        tokenizer.with_truncation(Some(TruncationParams { max_length: most, ..TruncationParams::default() })).map_err(wrong)?;
        Ok(tokenizer)
    }

    fn bert(&mut self, config: &Config) -> Result<BertModel, String> {
        let mut weights = std::collections::HashMap::new();
        for name in self.weights()? {
            let wrong = |fault| format!("{name} can't be read: {}", plain(fault));
            weights.extend(candle_core::safetensors::load_buffer(&self.read(&name)?, &Device::Cpu).map_err(wrong)?);
        }
        let weights = VarBuilder::from_tensors(weights, DType::F32, &Device::Cpu);
        BertModel::load(weights, config).map_err(|fault| format!("its weights are not those of config.json: {}", plain(fault)))
    }

    /// One file, or several that have shared the weights out among them.
    fn weights(&self) -> Result<Vec<String>, String> {
        if self.dir.join("model.safetensors").exists() {
            return Ok(vec!["model.safetensors".to_owned()]);
        }
        let all = std::fs::read_dir(self.dir).map_err(|fault| format!("it can't be read: {fault}"))?;
        let names = all.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|name| name.ends_with(".safetensors")).collect();
        names.sort();
        if names.is_empty() { Err("model.safetensors is missing".to_owned()) } else { Ok(names) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiny::{self, Tiny};

    fn loaded(tiny: &Tiny) -> (tempfile::TempDir, Result<Model, String>) {
        let dir = tempfile::tempdir().unwrap();
        tiny.write(dir.path()).unwrap();
        let model = Model::load(dir.path());
        (dir, model)
    }

    fn direction(model: &Model, text: &str) -> Vec<f32> {
        model.directions(&[text]).unwrap().pop().unwrap().unwrap()
    }

    fn cosine(a: &[f32], b: &[f32]) -> f32 {
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
    }

    #[test]
    fn a_text_means_what_a_computation_by_hand_says() {
        let tiny = Tiny::new(1);
        let model = loaded(&tiny).1.unwrap();
        for text in ["bread", "rye bread and honey", "bread bread unknownword rye"] {
            let (said, by_hand) = (direction(&model, text), tiny.by_hand(text));
            assert_eq!(said.len(), tiny::WIDE);
            assert!(cosine(&said, &by_hand) > 0.9999, "{text}: {said:?}, by hand {by_hand:?}");
            assert!((said.iter().map(|n| n * n).sum::<f32>() - 1.0).abs() < 1e-5);
        }
        assert!(cosine(&direction(&model, "bread"), &direction(&model, "honey and rye")) < 0.999);
    }

    #[test]
    fn texts_that_are_read_together_mean_what_each_means_alone() {
        let model = loaded(&Tiny::new(2)).1.unwrap();
        let texts: Vec<String> =
            (0..40).map(|n| "bread honey rye violin ".repeat(n % 4) + if n % 3 == 0 { "" } else { "garden" }).collect();
        let together = model.directions(&texts).unwrap();
        for (text, direction_together) in texts.iter().zip(together) {
            assert_eq!(direction_together.is_none(), text.is_empty(), "{text:?}");
            if let Some(together) = direction_together {
                assert!(cosine(&together, &direction(&model, text)) > 0.9999, "{text}");
            }
        }
    }

    #[test]
    fn small_numbers_point_where_the_model_does() {
        let model = loaded(&Tiny::new(3)).1.unwrap();
        let meanings = model.meanings(&["rye bread".to_owned(), "a violin".to_owned(), " ".to_owned()]);
        assert!(meanings[2].is_none());
        let (bread, violin) = (meanings[0].as_ref().unwrap(), meanings[1].as_ref().unwrap());
        assert_eq!(bread.cosine(bread), 1.0);
        let exact = cosine(&direction(&model, "rye bread"), &direction(&model, "a violin"));
        assert!((bread.cosine(violin) - f64::from(exact)).abs() < 0.01);
        assert_eq!(bread.numbers[tiny::WIDE..], [0; WIDE - tiny::WIDE]);
    }

    #[test]
    fn what_comes_after_the_most_pieces_is_not_read() {
        let tiny = Tiny::new(4);
        let model = loaded(&tiny).1.unwrap();
        let long = "bread honey ".repeat(tiny::PIECES_READ);
        assert!(cosine(&direction(&model, &long), &direction(&model, &(long.clone() + "violin"))) > 0.9999);
        assert!(cosine(&direction(&model, &long), &tiny.by_hand(&long)) > 0.9999);
    }

    #[test]
    fn the_first_piece_stands_for_a_text_where_the_directory_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let tiny = Tiny::new(5);
        tiny.write(dir.path()).unwrap();
        let (mean, version) = (direction(&Model::load(dir.path()).unwrap(), "rye bread"), Model::load(dir.path()).unwrap().version());
        std::fs::create_dir(dir.path().join("1_Pooling")).unwrap();
        std::fs::write(dir.path().join("1_Pooling/config.json"), r#"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}"#)
            .unwrap();
        let first = Model::load(dir.path()).unwrap();
        assert!(cosine(&direction(&first, "rye bread"), &tiny.first_by_hand("rye bread")) > 0.9999);
        assert!(cosine(&direction(&first, "rye bread"), &mean) < 0.9999);
        assert_ne!(first.version(), version, "it makes other vectors");
    }

    #[test]
    fn the_version_changes_with_the_weights_only() {
        let version = |tiny: Tiny| loaded(&tiny).1.unwrap().version();
        assert_eq!(version(Tiny::new(6)), version(Tiny::new(6)));
        assert_ne!(version(Tiny::new(6)), version(Tiny::new(7)));
    }

    #[test]
    fn weights_may_be_shared_out_to_several_files() {
        let tiny = Tiny::new(8);
        let (dir, whole) = loaded(&tiny);
        std::fs::remove_file(dir.path().join("model.safetensors")).unwrap();
        tiny.write_shared_out(dir.path()).unwrap();
        let shared_out = Model::load(dir.path()).unwrap();
        assert_eq!(direction(&shared_out, "rye bread"), direction(&whole.unwrap(), "rye bread"));
    }

    #[test]
    fn what_is_wrong_with_a_directory_is_said_in_a_sentence() {
        let wrong = |change: &dyn Fn(&Path)| {
            let dir = tempfile::tempdir().unwrap();
            Tiny::new(9).write(dir.path()).unwrap();
            change(dir.path());
            Model::load(dir.path()).unwrap_err()
        };
        let write = |name: &'static str, text: &'static str| move |dir: &Path| std::fs::write(dir.join(name), text).unwrap();
        let remove = |name: &'static str| move |dir: &Path| std::fs::remove_file(dir.join(name)).unwrap();
        let in_config = |from: &'static str, to: &'static str| {
            move |dir: &Path| {
                let text = std::fs::read_to_string(dir.join("config.json")).unwrap();
                assert!(text.contains(from));
                std::fs::write(dir.join("config.json"), text.replace(from, to)).unwrap();
            }
        };
        for (said, words) in [
            (wrong(&|dir| std::fs::remove_dir_all(dir).unwrap()), "there is no such directory"),
            (wrong(&remove("config.json")), "config.json is missing"),
            (wrong(&write("config.json", "{")), "config.json is not one of a BERT: "),
            (wrong(&write("config.json", "{}")), "config.json does not say what kind of model it is"),
            (wrong(&in_config("\"bert\"", "\"xlm-roberta\"")), "it is of the kind xlm-roberta, and only bert is read"),
            (wrong(&in_config("\"hidden_size\":8", "\"hidden_size\":768")), "its vectors are of 768 numbers, and there is room for 384"),
            (wrong(&in_config("\"num_attention_heads\":2", "\"num_attention_heads\":3")), "8 numbers can't be shared out to 3 heads"),
            (wrong(&in_config("\"intermediate_size\":16", "\"intermediate_size\":17")), "its weights are not those of config.json: "),
            (wrong(&in_config("\"max_position_embeddings\":16", "\"max_position_embeddings\":7")), "it reads 7 pieces of a text"),
            (wrong(&in_config("\"vocab_size\":11", "\"vocab_size\":10")), "tokenizer.json knows 11 pieces, and the model 10"),
            (wrong(&remove("tokenizer.json")), "tokenizer.json is missing"),
            (wrong(&write("tokenizer.json", "{\"a\": 1}")), "tokenizer.json can't be read: "),
            (wrong(&remove("model.safetensors")), "model.safetensors is missing"),
            (wrong(&write("model.safetensors", "not one")), "model.safetensors can't be read: "),
            (
                wrong(&write("modules.json", r#"[{"type": "sentence_transformers.models.Dense"}]"#)),
                "it has a part Dense, which is not read",
            ),
            (
                wrong(&|dir| {
                    std::fs::create_dir(dir.join("1_Pooling")).unwrap();
                    std::fs::write(dir.join("1_Pooling/config.json"), r#"{"pooling_mode_max_tokens": true}"#).unwrap();
                }),
                "it pools by max_tokens, and only mean_tokens and cls_token are read",
            ),
        ] {
            assert!(said.starts_with(words) && !said.contains('\n'), "{said:?} and not {words:?}");
        }
    }
}
