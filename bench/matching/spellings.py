"""Names alone, one spelling against another: ``python -m bench.matching.spellings [--split test]``.

The words of `spellings.yaml` make a list of 4,000 names; each query is one of them as another office spells it. The
score of every pair of query and name is ranked (recall@1) and cut at one threshold for all pairs (best F1). Tune on
the words of even place (``--split train``) only.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

import yaml
from rapidfuzz import fuzz

from bench.matching import generate
from bench.matching.measures import share
from pulang.matching.rules import Name, likeness_of_names, names_of, weights

TARGETS, QUERIES = 4_000, 400
Word = tuple[str, ...]  # one word in its spellings


class Asked(NamedTuple):
    """A name as somebody spells it, and the places of the list that hold the same."""

    text: str
    truth: int


def words(tongue: str, split: str) -> list[Word]:
    """The words of one half of the file (or of all of it), each with its spellings."""
    table = yaml.safe_load(Path(__file__).with_name("spellings.yaml").read_text("utf-8"))
    lines = [tuple(line.split()) for line in table[tongue].splitlines() if line.strip()]
    return lines if split == "all" else lines[0 if split == "train" else 1 :: 2]


def made(tongue: str, split: str) -> tuple[list[str], list[Asked]]:
    """The list and the queries: some names of these words, the others as `generate` makes them."""
    dice, lines = random.Random(f"spellings {tongue} {split}"), words(tongue, split)
    lengths = (2,) if tongue == "khmer" else (1, 2, 2, 2, 3, 3)
    picked: dict[frozenset[int], list[Word]] = {}
    while len(picked) < QUERIES:
        places = dice.sample(range(len(lines)), dice.choice(lengths))
        picked.setdefault(frozenset(places), [lines[place] for place in places])
    names = [[dice.choice(word) for word in name] for name in picked.values()]
    asked = []
    for truth, (name, told) in enumerate(zip(picked.values(), names, strict=True)):
        parts = [_other(word, spelling, dice) for word, spelling in zip(name, told, strict=True)]
        asked.append(Asked(" ".join(reversed(parts) if dice.random() < 0.15 else parts), truth))
    others = (generate.khmer_name(dice) if tongue == "khmer" else _indonesian(dice) for _ in count())
    places = {spelling.lower(): place for place, line in enumerate(words(tongue, "all")) for spelling in line}

    def bag(name: str) -> tuple[str, ...]:
        """The words of a name, whatever their spelling."""
        return tuple(sorted(str(places.get(word, word)) for word in name.lower().split()))

    texts = [" ".join(name) for name in names]
    taken = {bag(text) for text in texts}
    return [*texts, *islice((name for name in others if bag(name) not in taken), TARGETS - len(texts))], asked


def _indonesian(dice: random.Random) -> str:
    return generate.indonesian_name(dice, dice.choice(("female", "male")))


def _other(spellings: Word, told: str, dice: random.Random) -> str:
    return dice.choice([spelling for spelling in spellings if spelling != told] or [told])


class Measured(NamedTuple):
    """What one scorer did: recall@1, the best F1 over all pairs, pairs a second."""

    name: str
    recall: float
    f1: float
    pairs_a_second: float


def measure(name: str, scores: Callable[[str], Sequence[float]], asked: list[Asked]) -> Measured:
    """`scores` gives one for each name of the list."""
    begun, rows = time.process_time(), []
    for query in asked:
        rows.append((scores(query.text), query.truth))
    took = time.process_time() - begun
    first = [all(score < row[truth] for place, score in enumerate(row) if place != truth) for row, truth in rows]
    pairs = sorted(
        ((score, place == truth) for row, truth in rows for place, score in enumerate(row)), reverse=True
    )
    right, best = 0, 0.0
    for shown, (score, is_right) in enumerate(pairs, start=1):
        right += is_right
        if is_right and score > 0 and (shown == len(pairs) or pairs[shown][0] < score):
            best = max(best, 2 * right / (shown + len(asked)))
    return Measured(name, share(first), best, len(pairs) / took)


def ours(names: list[str]) -> Callable[[str], Sequence[float]]:
    model, held = weights(), [names_of(name) for name in names]

    def scores(text: str) -> list[float]:
        told: tuple[Name, ...] = names_of(text)
        return [likeness_of_names(told, other, model) for other in held]

    return scores


def token_sort(names: list[str]) -> Callable[[str], Sequence[float]]:
    held = [name.lower() for name in names]
    return lambda text: [fuzz.token_sort_ratio(text.lower(), name) for name in held]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("train", "test"), default="test")
    split = parser.parse_args().split
    print("| spellings of names alone | recall@1 | best F1 | pairs a second |\n|---|---|---|---|")
    for tongue in ("indonesian", "khmer"):
        names, asked = made(tongue, split)
        for title, scorer in (("Pulang", ours), ("rapidfuzz token_sort_ratio", token_sort)):
            found = measure(title, scorer(names), asked)
            what = f"{tongue.title()} ({len(names):,} names, {len(asked)} queries): {found.name}"
            print(f"| {what} | {found.recall:.3f} | {found.f1:.3f} | {found.pairs_a_second:,.0f} |")


if __name__ == "__main__":
    main()
