#!/usr/bin/env python3
"""Makes the table of meanings out of all-MiniLM-L6-v2: `make.py MODEL_DIR`.

MODEL_DIR holds model.safetensors and vocab.txt as the model is published (Apache-2.0, see NOTICE). Needs numpy, and a
few minutes. Writes table.bin and vocab.txt beside itself; raise TABLE_VERSION in mod.rs when they change.

Each piece of a word goes through the model alone, as [CLS] piece [SEP]. A row is what stands then at [CLS] and at the piece,
centred, turned onto its 256 strongest directions, these evened out half-way, and weighed by how rarely the piece is
used: a / (a + p), with p from a Zipf curve. The pieces of a vocabulary stand in the order of how common they are, but only
from FIRST_WORD on: before it stand signs and single letters, which count as the commonest.

table.bin: for each piece a scale (u16, little endian), then for each piece 256 numbers (i8).
"""

import json
import math
import pathlib
import struct
import sys

import numpy as np

PIECES, WIDE, KEPT, LAYERS, HEADS = 30_522, 384, 256, 6, 12
CLS, SEP = 101, 102
FIRST_WORD = 1_996
RARENESS = 3e-4
EVENED = 0.5


def weights(path):
    """The tensors of a safetensors file, by name."""
    raw = path.read_bytes()
    (long,) = struct.unpack("<Q", raw[:8])
    head = json.loads(raw[8 : 8 + long])
    body = memoryview(raw)[8 + long :]
    return {
        name: np.frombuffer(body[slice(*of["data_offsets"])], np.float32).reshape(of["shape"])
        for name, of in head.items()
        if name != "__metadata__" and of["dtype"] == "F32"
    }


def erf(x):
    """Right to seven places (Abramowitz and Stegun 7.1.26)."""
    sign, x = np.sign(x), np.abs(x)
    t = 1 / (1 + 0.3275911 * x)
    series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    return sign * (1 - series * np.exp(-x * x))


class Model:
    def __init__(self, of):
        self.of = of

    def linear(self, x, name):
        return x @ self.of[f"{name}.weight"].T + self.of[f"{name}.bias"]

    def normed(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * self.of[f"{name}.weight"] + self.of[f"{name}.bias"]

    def __call__(self, ids):
        """What stands at each place of some texts of equal length."""
        texts, long = ids.shape
        words, places = self.of["embeddings.word_embeddings.weight"], self.of["embeddings.position_embeddings.weight"]
        x = words[ids] + places[:long] + self.of["embeddings.token_type_embeddings.weight"][0]
        x = self.normed(x, "embeddings.LayerNorm")
        for n in range(LAYERS):
            layer = f"encoder.layer.{n}"
            query, key, value = (
                self.linear(x, f"{layer}.attention.self.{part}").reshape(texts, long, HEADS, -1).transpose(0, 2, 1, 3)
                for part in ("query", "key", "value")
            )
            looked = query @ key.transpose(0, 1, 3, 2) / math.sqrt(WIDE / HEADS)
            looked = np.exp(looked - looked.max(-1, keepdims=True))
            seen = (looked / looked.sum(-1, keepdims=True) @ value).transpose(0, 2, 1, 3).reshape(texts, long, WIDE)
            x = self.normed(x + self.linear(seen, f"{layer}.attention.output.dense"), f"{layer}.attention.output.LayerNorm")
            inner = self.linear(x, f"{layer}.intermediate.dense")
            inner = inner * 0.5 * (1 + erf(inner / math.sqrt(2)))
            x = self.normed(x + self.linear(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
        return x


def rows(model):
    """What stands at [CLS] and at the piece, added, for each piece."""
    ids = np.stack([np.full(PIECES, CLS), np.arange(PIECES), np.full(PIECES, SEP)], axis=1)
    done = []
    for begins in range(0, PIECES, 512):
        done.append(model(ids[begins : begins + 512])[:, :2].sum(axis=1))
        print(f"\r{min(begins + 512, PIECES)} of {PIECES} pieces", end="", file=sys.stderr)
    print(file=sys.stderr)
    return np.concatenate(done)


def turned(rows):
    """Onto the strongest directions of the words, evened out."""
    rows = rows - rows[FIRST_WORD:].mean(axis=0)
    spread, directions = np.linalg.eigh(rows[FIRST_WORD:].T @ rows[FIRST_WORD:] / (PIECES - FIRST_WORD))
    strongest = np.argsort(-spread)[:KEPT]
    directions = directions[:, strongest]
    # A direction has no sign of its own: the same one on every machine.
    directions = directions * np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(KEPT)])
    return rows @ directions / spread[strongest] ** (EVENED / 2)


def rareness():
    rank = np.maximum(np.arange(PIECES) - FIRST_WORD + 1, 1)
    p = 1 / (rank * (1 / np.arange(1, PIECES - FIRST_WORD + 1)).sum())
    return RARENESS / (RARENESS + p)


def write(table, path):
    largest = np.abs(table).max(axis=1)
    unit = largest.max() / 127 / 65_535
    scales = np.maximum(np.round(largest / 127 / unit), 1)
    numbers = np.clip(np.round(table / (scales * unit)[:, None]), -127, 127)
    path.write_bytes(scales.astype("<u2").tobytes() + numbers.astype(np.int8).tobytes())


def main():
    of, here = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).parent
    write(turned(rows(Model(weights(of / "model.safetensors")))) * rareness()[:, None], here / "table.bin")
    (here / "vocab.txt").write_bytes((of / "vocab.txt").read_bytes())


if __name__ == "__main__":
    main()
