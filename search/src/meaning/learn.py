#!/usr/bin/env python3
"""Teaches the table of meanings what helps whom: `learn.py MODEL_DIR`, after make.py, whose table.bin it replaces.

It begins with the table that make.py made and moves its rows so that, in fixtures/relevance/training.jsonl, an ask stands nearer to the
offers that were written to help it than to those that only look so and to those of other asks, while what two texts mean to each other
stays as all-MiniLM-L6-v2 has it and no row goes far from where it was. Nothing of the judged collection itself is read. The number of
steps was chosen on its half `tune`. Needs numpy, jax, tokenizers and snowballstemmer, and a few minutes; another machine's sums may
differ in the last place. Raise TABLE_VERSION in mod.rs afterwards.
"""

import json
import pathlib
import re
import sys

import jax
import jax.numpy as jnp
import make
import numpy as np
import snowballstemmer
from tokenizers import Tokenizer

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[2]
STEPS, RATE, TEXTS, ASKS, OFFERS = 300, 2e-3, 256, 48, 5
# How much counts: to mean what the model says, to help, to stay; how sharply offers are told apart; pieces left out by chance.
AS_THE_MODEL, STAY, SHARP, LEFT_OUT = 0.2, 0.1, 14.0, 0.3
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


class Pieces:
    """Texts as mod.rs reads them: the pieces of words, grammar left out, a title twice."""

    def __init__(self, model_dir):
        self.tokenizer = Tokenizer.from_file(str(model_dir / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.stem = snowballstemmer.stemmer("english").stemWord
        lines = (HERE.parent / "words" / "weights.txt").read_text().splitlines()
        self.stops = {self.stem(word) for line in lines if line.startswith("en stop:") for word in line.split(":")[1].split()}
        self.known = {}

    def of_word(self, word):
        if word not in self.known:
            stem = self.stem(word)
            none = stem.isdigit() or len(stem) < 2 or stem in self.stops
            self.known[word] = [] if none else [n for n in self.tokenizer.encode(word, add_special_tokens=False).ids if n != 100]
        return self.known[word]

    def of(self, text):
        return [piece for word in WORD.findall(text.lower())[:400] for piece in self.of_word(word)]

    def of_post(self, post):
        return self.of(post["title"]) * 2 + self.of(post["text"])


def padded(lists, long):
    """Piece 0 is no word: it stands where there is nothing."""
    out = np.zeros((len(lists), long), np.int32)
    for row, pieces in zip(out, lists):
        row[: len(pieces[:long])] = pieces[:long]
    return out


def said_by_the_model(model, pieces, texts):
    """Directions of texts, as the transformer gives them: the mean over its places."""
    ids = [tokens if len(tokens) <= 128 else tokens[:127] + [make.SEP] for tokens in (pieces.tokenizer.encode(text).ids for text in texts)]
    out = np.zeros((len(ids), make.WIDE), np.float32)
    by_length = {}
    for number, tokens in enumerate(ids):
        by_length.setdefault(len(tokens), []).append(number)
    for numbers in by_length.values():
        for begins in range(0, len(numbers), 32):
            some = numbers[begins : begins + 32]
            out[some] = model(np.array([ids[n] for n in some])).mean(axis=1)
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def direction(table, ids, key=None):
    if key is not None:
        ids = jnp.where(jax.random.uniform(key, ids.shape) < LEFT_OUT, 0, ids)
    summed = (table[ids] * (ids > 0)[..., None]).sum(1)
    return summed / (jnp.linalg.norm(summed, axis=1, keepdims=True) + 1e-6)


def loss(learned, first, texts, meant, asks, offers, grades, key):
    table, onto_the_model = learned
    own = direction(table, texts)
    there = own @ onto_the_model
    there = there / (jnp.linalg.norm(there, axis=1, keepdims=True) + 1e-6)
    as_the_model = (1 - (there * meant).sum(1)).mean() + 30 * ((own @ own.T - meant @ meant.T) ** 2).mean()
    ask_key, offer_key = jax.random.split(key)
    near = SHARP * (direction(table, asks, ask_key) @ direction(table, offers, offer_key).T)
    count = asks.shape[0]
    mine = jnp.take_along_axis(near, (jnp.arange(count) * OFFERS)[:, None] + jnp.arange(OFFERS)[None], 1)
    wanted = jnp.where(grades >= 3, 1.0, jnp.where(grades >= 2, 0.5, jnp.where(grades >= 1, 0.05, 0.0)))
    wanted = wanted / wanted.sum(1, keepdims=True)
    helps = -(wanted * (mine - jax.nn.logsumexp(near, 1, keepdims=True))).sum(1).mean()
    better = jnp.maximum(grades[:, :, None] - grades[:, None, :], 0)
    helps += (better * jax.nn.softplus(mine[:, None, :] - mine[:, :, None])).sum((1, 2)).mean() / 15
    return AS_THE_MODEL * as_the_model + helps + STAY * ((table - first) ** 2).sum() * 10 / make.PIECES


def step(learned, mean, square, number, *rest):
    slope = jax.grad(loss)(learned, *rest, jax.random.PRNGKey(number.astype(int)))
    mean = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, mean, slope)
    square = jax.tree.map(lambda a, b: 0.99 * a + 0.01 * b * b, square, slope)
    rate = RATE * jnp.minimum(1.0, number / 100) * (1 - number / STEPS)
    moved = lambda a, m, s: a - rate * (m / (1 - 0.9**number)) / (jnp.sqrt(s / (1 - 0.99**number)) + 1e-8)
    return jax.tree.map(moved, learned, mean, square), mean, square


def main():
    model_dir = pathlib.Path(sys.argv[1])
    pieces, model = Pieces(model_dir), make.Model(make.weights(model_dir / "model.safetensors"))
    raw = (HERE / "table.bin").read_bytes()
    scales = np.frombuffer(raw[: make.PIECES * 2], "<u2").astype(np.float32)
    first = np.frombuffer(raw[make.PIECES * 2 :], np.int8).reshape(make.PIECES, make.KEPT).astype(np.float32) * scales[:, None]
    first = first / np.linalg.norm(first, axis=1).mean()
    judged = [json.loads(line) for line in open(ROOT / "fixtures/relevance/training.jsonl")]
    posts = [post for one in judged for post in [one["ask"], *one["offers"]]]
    said = [f"{post['title']}. {post['text']}" for post in posts] + [post["title"] for post in posts]
    ids = [pieces.of(text) for text in said]
    long_enough = [n for n, own in enumerate(ids) if len(own) >= 3]
    meant = said_by_the_model(model, pieces, [said[n] for n in long_enough])
    texts = padded([ids[n] for n in long_enough], 64)
    asks = padded([pieces.of_post(one["ask"]) for one in judged], 96)
    offers = padded([pieces.of_post(offer) for one in judged for offer in one["offers"]], 96).reshape(len(judged), OFFERS, -1)
    grades = np.array([[offer["score"] for offer in one["offers"]] for one in judged], np.float32)
    begun = np.asarray(direction(jnp.asarray(first), texts[:6_000]))
    onto_the_model = np.linalg.solve(begun.T @ begun + 0.1 * np.eye(make.KEPT), begun.T @ meant[:6_000]).astype(np.float32)
    learned = (jnp.array(first), jnp.asarray(onto_the_model))
    mean, square = jax.tree.map(jnp.zeros_like, learned), jax.tree.map(jnp.zeros_like, learned)
    move, dice = jax.jit(step), np.random.default_rng(0)
    for number in range(1, STEPS + 1):
        some = dice.choice(len(texts), TEXTS, replace=False)
        whose = dice.choice(len(judged), ASKS, replace=False)
        beside = offers[whose].reshape(ASKS * OFFERS, -1)
        learned, mean, square = move(
            learned, mean, square, jnp.float32(number), first, texts[some], meant[some], asks[whose], beside, grades[whose]
        )
        print(f"\r{number} of {STEPS} steps", end="", file=sys.stderr)
    print(file=sys.stderr)
    make.write(np.asarray(learned[0]), HERE / "table.bin")


if __name__ == "__main__":
    main()
