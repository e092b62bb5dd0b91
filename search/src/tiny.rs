//! A sentence transformer small enough for tests to write, and its answers computed by hand.

use std::{collections::BTreeMap, collections::HashMap, fs, path::Path};

use candle_core::{Device, Tensor};
use serde_json::json;

/// Numbers of its vectors.
pub const WIDE: usize = 8;
/// So many pieces of a text are read, with the two around it.
pub const PIECES_READ: usize = 12;
const LAYERS: usize = 2;
const HEADS: usize = 2;
const INNER: usize = 16;
const POSITIONS: usize = 16;
const PIECES: [&str; 11] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "bread", "rye", "honey", "and", "violin", "garden", "a"];
const EPSILON: f64 = 1e-12;

/// Weights thrown with dice, by name, with their shapes.
pub struct Tiny(BTreeMap<String, (Vec<usize>, Vec<f32>)>);

impl Tiny {
    /// The same seed, the same model.
    pub fn new(seed: u64) -> Tiny {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut throw = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 24) as f32 - 0.5
        };
        let mut tiny = Tiny(BTreeMap::new());
        let mut add = |name: String, shape: &[usize]| {
            let around = if name.ends_with("LayerNorm.weight") { 1.0 } else { 0.0 };
            let numbers = (0..shape.iter().product()).map(|_| around + throw()).collect();
            tiny.0.insert(name, (shape.to_vec(), numbers));
        };
        for (name, rows) in [("word", PIECES.len()), ("position", POSITIONS), ("token_type", 2)] {
            add(format!("embeddings.{name}_embeddings.weight"), &[rows, WIDE]);
        }
        let mut parts = vec![("embeddings.LayerNorm".to_owned(), None, WIDE)];
        for layer in (0..LAYERS).map(|layer| format!("encoder.layer.{layer}")) {
            for part in ["query", "key", "value"] {
                parts.push((format!("{layer}.attention.self.{part}"), Some(WIDE), WIDE));
            }
            parts.push((format!("{layer}.attention.output.dense"), Some(WIDE), WIDE));
            parts.push((format!("{layer}.attention.output.LayerNorm"), None, WIDE));
            parts.push((format!("{layer}.intermediate.dense"), Some(WIDE), INNER));
            parts.push((format!("{layer}.output.dense"), Some(INNER), WIDE));
            parts.push((format!("{layer}.output.LayerNorm"), None, WIDE));
        }
        for (name, from, to) in parts {
            let shape: Vec<usize> = [to].into_iter().chain(from).collect();
            add(format!("{name}.weight"), &shape);
            add(format!("{name}.bias"), &[to]);
        }
        tiny
    }

    /// Into a directory, as sentence transformers are published.
    pub fn write(&self, dir: &Path) -> std::io::Result<()> {
        let config = json!({
            "model_type": "bert", "vocab_size": PIECES.len(), "hidden_size": WIDE, "num_hidden_layers": LAYERS,
            "num_attention_heads": HEADS, "intermediate_size": INNER, "hidden_act": "gelu", "hidden_dropout_prob": 0.1,
            "max_position_embeddings": POSITIONS, "type_vocab_size": 2, "initializer_range": 0.02, "layer_norm_eps": EPSILON,
            "pad_token_id": 0,
        });
        fs::write(dir.join("config.json"), config.to_string())?;
        let vocabulary: HashMap<&str, usize> = PIECES.iter().enumerate().map(|(number, piece)| (*piece, number)).collect();
        let tokenizer = json!({
            "version": "1.0", "truncation": null, "padding": {
                "strategy": {"Fixed": 128}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0, "pad_type_id": 0,
                "pad_token": "[PAD]",
            },
            "added_tokens": [],
            "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
            "decoder": null,
            "model": {
                "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                "vocab": vocabulary,
            },
        });
        fs::write(dir.join("tokenizer.json"), tokenizer.to_string())?;
        fs::write(dir.join("sentence_bert_config.json"), json!({"max_seq_length": PIECES_READ}).to_string())?;
        self.write_weights(&dir.join("model.safetensors"), |_| true)
    }

    /// The weights, in two files.
    pub fn write_shared_out(&self, dir: &Path) -> std::io::Result<()> {
        self.write_weights(&dir.join("model-1-of-2.safetensors"), |name| name.starts_with("embeddings"))?;
        self.write_weights(&dir.join("model-2-of-2.safetensors"), |name| name.starts_with("encoder"))
    }

    fn write_weights(&self, file: &Path, which: impl Fn(&str) -> bool) -> std::io::Result<()> {
        let tensors = self
            .0
            .iter()
            .filter(|(name, _)| which(name))
            .map(|(name, (shape, numbers))| Ok((name.clone(), Tensor::from_slice(numbers, shape.as_slice(), &Device::Cpu)?)));
        let tensors: HashMap<String, Tensor> = tensors.collect::<candle_core::Result<_>>().map_err(std::io::Error::other)?;
        candle_core::safetensors::save(&tensors, file).map_err(std::io::Error::other)
    }

    /// The mean of what BERT says of a text's pieces, by a computation that shares nothing with the one that is tested.
    pub fn by_hand(&self, text: &str) -> Vec<f32> {
        let pieces = self.pieces_by_hand(text);
        (0..WIDE).map(|n| (pieces.iter().map(|piece| piece[n]).sum::<f64>() / pieces.len() as f64) as f32).collect()
    }

    /// What it says of the first piece.
    pub fn first_by_hand(&self, text: &str) -> Vec<f32> {
        self.pieces_by_hand(text)[0].iter().map(|n| *n as f32).collect()
    }

    fn pieces_by_hand(&self, text: &str) -> Vec<Vec<f64>> {
        let number = |word: &str| PIECES.iter().position(|piece| *piece == word).unwrap_or(1);
        let words = text.split_whitespace().map(number).take(PIECES_READ - 2);
        let ids: Vec<usize> = [2].into_iter().chain(words).chain([3]).collect();
        let embedded = ids.iter().enumerate().map(|(place, id)| {
            let rows = [("word", *id), ("position", place), ("token_type", 0)];
            let sum = |n: usize| rows.iter().map(|(name, row)| self.row(&format!("embeddings.{name}_embeddings.weight"), *row)[n]).sum();
            self.norm("embeddings.LayerNorm", &(0..WIDE).map(sum).collect::<Vec<f64>>())
        });
        let mut pieces: Vec<Vec<f64>> = embedded.collect();
        for layer in (0..LAYERS).map(|layer| format!("encoder.layer.{layer}")) {
            let of =
                |part: &str| pieces.iter().map(|piece| self.linear(&format!("{layer}.attention.self.{part}"), piece)).collect::<Vec<_>>();
            let (queries, keys, values) = (of("query"), of("key"), of("value"));
            let next = pieces.iter().zip(&queries).map(|(piece, query)| {
                let seen: Vec<f64> = (0..WIDE).map(|n| attended(n, query, &keys, &values)).collect();
                let own = plus(piece, &self.linear(&format!("{layer}.attention.output.dense"), &seen));
                let own = self.norm(&format!("{layer}.attention.output.LayerNorm"), &own);
                let inner: Vec<f64> = self.linear(&format!("{layer}.intermediate.dense"), &own).into_iter().map(gelu).collect();
                let outer = plus(&own, &self.linear(&format!("{layer}.output.dense"), &inner));
                self.norm(&format!("{layer}.output.LayerNorm"), &outer)
            });
            pieces = next.collect();
        }
        pieces
    }

    fn row(&self, name: &str, number: usize) -> Vec<f64> {
        let (shape, numbers) = &self.0[name];
        let wide = shape.get(1).copied().unwrap_or(shape[0]);
        numbers[number * wide..(number + 1) * wide].iter().map(|n| f64::from(*n)).collect()
    }

    fn linear(&self, name: &str, from: &[f64]) -> Vec<f64> {
        let bias = self.row(&format!("{name}.bias"), 0);
        let one =
            |(to, bias): (usize, f64)| bias + self.row(&format!("{name}.weight"), to).iter().zip(from).map(|(w, x)| w * x).sum::<f64>();
        bias.into_iter().enumerate().map(one).collect()
    }

    fn norm(&self, name: &str, numbers: &[f64]) -> Vec<f64> {
        let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
        let spread = (numbers.iter().map(|n| (n - mean).powi(2)).sum::<f64>() / numbers.len() as f64 + EPSILON).sqrt();
        let (weight, bias) = (self.row(&format!("{name}.weight"), 0), self.row(&format!("{name}.bias"), 0));
        numbers.iter().enumerate().map(|(n, number)| (number - mean) / spread * weight[n] + bias[n]).collect()
    }
}

fn plus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

/// One number of what a piece sees of all pieces.
fn attended(n: usize, query: &[f64], keys: &[Vec<f64>], values: &[Vec<f64>]) -> f64 {
    let head = WIDE / HEADS;
    let own = n / head * head..(n / head + 1) * head;
    let near = |key: &Vec<f64>| own.clone().map(|n| query[n] * key[n]).sum::<f64>() / (head as f64).sqrt();
    let shares: Vec<f64> = keys.iter().map(|key| near(key).exp()).collect();
    shares.iter().zip(values).map(|(share, value)| share * value[n]).sum::<f64>() / shares.iter().sum::<f64>()
}

/// By the area under the bell curve, summed up in small steps.
fn gelu(x: f64) -> f64 {
    const STEPS: usize = 2_000;
    let density = |t: f64| (-t * t / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let step = x / STEPS as f64;
    let area: f64 = (0..STEPS).map(|n| density((n as f64 + 0.5) * step) * step).sum();
    x * (0.5 + area)
}
