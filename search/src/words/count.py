#!/usr/bin/env python3
"""Writes common.txt: how seldom words are used: `count.py TEXTS.json`, a list of texts.

The one in the repository was counted in 129,000 short texts: the glosses of WordNet 3.0, the descriptions of the programs of Debian 12
and the entries of FOLDOC (packages wordnet-base and dict-foldoc), and eight times over the posts of fixtures/relevance/training.jsonl.
How seldom is log(1 + (N - n + 0.5) / (n + 0.5)), n of N texts having the word, of the most that this can be, in hundredths. What is not
listed is 100. Only counts are kept, not the texts. Needs snowballstemmer.
"""

import collections
import functools
import json
import math
import pathlib
import re
import sys

import snowballstemmer

WORD = re.compile(r"[a-z0-9]+")


def main():
    stem = functools.cache(snowballstemmer.stemmer("english").stemWord)
    counts, texts = collections.Counter(), json.load(open(sys.argv[1]))
    for text in texts:
        counts.update({stem(word) for word in WORD.findall(text.lower())})
    most = math.log(1 + (len(texts) + 0.5) / 0.5)
    by = collections.defaultdict(list)
    for word, n in counts.items():
        seldom = round(100 * math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) / most)
        if seldom < 85 and len(word) > 1 and not word.isdigit():
            by[seldom].append(word)
    lines = [f"{seldom}: {' '.join(sorted(words))}" for seldom, words in sorted(by.items())]
    head = "# How seldom English words are used, of 100; stemmed. Made by count.py; a version of the index.\n"
    (pathlib.Path(__file__).parent / "common.txt").write_text(head + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
