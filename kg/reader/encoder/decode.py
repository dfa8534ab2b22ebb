"""Scores → spans and clusters: the discrete decisions of the reader. Numpy in, plain values out; no weights here."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Calibration = Mapping[str, tuple[float, float]]  # slope and shift of the log-odds, for mention, event, argument, relation
_EDGE = 1e-4
_NEGLIGIBLE = -8.0  # log-odds of an antecedent that adds nothing
HYPHENS = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}")
TAILS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "that", "the", "to", "who", "with"))
GENERATIONS = frozenset(("jr", "sr"))
NUMERALS = frozenset(("II", "III", "IV"))
# What is done with weapons, in the forms that stand right before them; "guided", "loaded", "captured" and their like rather say what they
# are. What may stand between such a verb and them.
DONE_WITH_WEAPONS = frozenset(
    (
        *("fired", "firing", "fires", "launched", "launching", "launches", "shot", "shoots", "used", "using", "uses"),
        *("sent", "sending", "sends", "deployed", "deploying", "deploys", "dropped", "dropping", "drops", "threw", "throwing", "throws"),
        *("hurled", "hurling", "hurls", "lobbed", "lobbing", "lobs", "tossed", "tossing", "detonated", "detonating", "detonates"),
        *("exploded", "planted", "planting", "plants", "laid", "laying", "carried", "carrying", "carries", "wielded", "wielding"),
        *("brandished", "brandishing", "wore", "wearing", "tested", "testing", "tests", "supplied", "supplying", "supplies"),
        *("provided", "providing", "provides", "delivered", "delivering", "delivers", "sold", "selling", "sells", "bought", "buying"),
        *("acquired", "acquiring", "acquires", "purchased", "purchasing", "ordered", "ordering", "imported", "importing", "exported"),
        *("exporting", "shipped", "shipping", "transferred", "transferring", "smuggling", "developed", "developing", "develops"),
        *("built", "building", "builds", "produced", "producing", "produces", "manufacturing", "making", "stockpiling", "storing"),
        *("possessed", "possessing", "possesses", "owned", "owning", "got", "getting", "received", "receiving", "receives", "gave"),
        *("giving", "gives", "brought", "bringing", "took", "taking", "held", "holding", "had", "having", "has", "have", "handed"),
        *("handing", "hid", "hiding", "found", "finding", "finds", "discovered", "discovering", "recovered", "recovering", "seized"),
        *("seizing", "seizes", "confiscated", "confiscating", "captured", "capturing", "stole", "stealing", "looted", "looting"),
        *("destroyed", "destroying", "destroys", "intercepted", "intercepting", "intercepts", "downed", "downing", "downs", "defused"),
        *("defusing", "dismantling", "surrendered", "surrendering", "blew", "blowing", "set", "setting", "pointed", "pointing"),
        *("aimed", "aiming", "raised", "waving"),
    )
)
BASES = frozenset(
    (
        *("acquire", "aim", "bring", "build", "buy", "carry", "deliver", "deploy", "destroy", "detonate", "develop", "down", "drop"),
        *("export", "find", "fire", "get", "give", "hand", "hide", "hurl", "import", "intercept", "launch", "lay", "lob", "make"),
        *("manufacture", "obtain", "own", "plant", "possess", "produce", "provide", "purchase", "raise", "receive", "seize", "sell"),
        *("send", "set", "ship", "shoot", "smuggle", "stockpile", "store", "supply", "surrender", "take", "test", "throw", "transfer"),
        *("use", "wear", "wield"),
    )
)
BEFORE_BASES = frozenset(
    ("to", "can", "could", "cannot", "did", "do", "does", "may", "might", "must", "not", "n't", "shall", "should", "will", "would")
)
PARTICLES = frozenset(("away", "back", "down", "off", "out", "over", "up"))
# Behind these a participle says what the weapons are: "the seized rifles", "with captured tanks", "air-launched missiles".
BEFORE_PARTICIPLES = frozenset(
    (
        *("a", "an", "the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your", "'s", "’s", "any", "some"),
        *("all", "many", "more", "most", "few", "several", "other", "such", "no", "against", "at", "between", "by", "for", "from", "in"),
        *("into", "like", "of", "on", "than", "to", "under", "via", "with", "without", "newly", "recently", "illegally", "locally"),
        *HYPHENS,
    )
)
BEFORE_GERUNDS = frozenset(("against", "at", "by", "for", "from", "in", "into", "of", "on", "than", "to", "via", "with", "without"))
Tagged = tuple[int, int, str, float]  # words [start, end), label, confidence
Mark = tuple[int, str, frozenset[str]]
"""The number of a mention or trigger, in what respect something is known of it, and what it is; see `link_antecedents`."""


def softmax(logits: Floats) -> Floats:
    """Turn logits into probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def calibrated(confidence: NDArray[np.floating[Any]], slope: float, shift: float) -> NDArray[np.float64]:
    """Move probabilities along their log-odds, so that they say how often they are right; in order they stay."""
    inside = np.clip(confidence, _EDGE, 1 - _EDGE).astype(np.float64)
    return np.asarray(1 / (1 + np.exp(-(slope * np.log(inside / (1 - inside)) + shift))), dtype=np.float64)


def confidence_of(calibration: Calibration, kind: str, probability: float) -> float:
    """Return how often what the network gives this probability is right; a kind that was not calibrated keeps the probability."""
    numbers = calibration.get(kind)
    return round(_calibrated(probability, *numbers) if numbers else probability, 4)


def _calibrated(probability: float, slope: float, shift: float) -> float:
    """Do as `calibrated` does with one number; an array of one takes ten times as long."""
    inside = min(max(probability, _EDGE), 1 - _EDGE)
    return 1 / (1 + math.exp(-(slope * math.log(inside / (1 - inside)) + shift)))


def tag_spans(logits: Floats, tags: Sequence[str]) -> list[Tagged]:
    """Decode the tags of one sentence; see `tag_paths`."""
    return tag_paths(logits, tags, np.zeros(len(logits), dtype=np.int64))


def tag_paths(logits: Floats | None, tags: Sequence[str], sentence: NDArray[np.int64]) -> list[Tagged]:
    """Decode BIO tags into the best sequence in which an inside tag follows only its own label in its own sentence (Viterbi).

    Args:
        logits: `[words, tags]`; `None` for no words.
        tags: "O", then "B-x", "I-x" for every label x.
        sentence: `[words]`, number of each word's sentence, ascending.

    Returns:
        (start, end, label, confidence) in text order; confidence is the mean probability of the span's tags.
    """
    if logits is None or not len(logits):
        return []
    path = _best_path(logits, sentence)
    inside = np.flatnonzero(path)
    if not len(inside):
        return []
    probability = np.zeros(len(path), dtype=np.float32)
    probability[inside] = softmax(logits[inside])[np.arange(len(inside)), path[inside]]
    begins = np.flatnonzero(path % 2 == 1)
    out: list[Tagged] = []
    for start in begins.tolist():
        end = start + 1
        while end < len(path) and path[end] == path[start] + 1:
            end += 1
        out.append((start, end, tags[path[start]][2:], float(probability[start:end].mean())))
    return out


def joined_parts(
    found: Sequence[Tagged],
    words: Sequence[str],
    sentence: NDArray[np.int64],
    fit: Callable[[Sequence[str], Sequence[str]], bool] = lambda one, other: True,  # noqa: ARG005 - all fit
) -> list[Tagged]:
    """Join spans of one label that stand side by side, or with a hyphen between, as surely as the surer one is read.

    The network begins anew within "ground invasion" and "re-taking", while nobody tells of two events of a kind in two words that touch.

    Args:
        found: In text order; see `tag_paths`.
        words: Of the text.
        sentence: `[words]`, number of each word's sentence.
        fit: Tells whether the words of two spans can be parts of one.
    """
    out: list[Tagged] = []
    for start, end, label, confidence in found:
        if out:
            first, last, own, surer = out[-1]
            is_near = own == label and sentence[first] == sentence[start] and all(word in HYPHENS for word in words[last:start])
            if is_near and fit(words[first:last], words[start:end]):
                out[-1] = first, end, label, max(surer, confidence)
                continue
        out.append((start, end, label, confidence))
    return out


def with_suffixes(found: Sequence[Tagged], words: Sequence[str], sentence: NDArray[np.int64], label: str) -> list[Tagged]:
    """Let the names with `label` go on over a suffix right behind them, also where that was read as a name of its own: "Jr.", "III".

    Args:
        found: In text order; see `tag_paths`.
        words: Of the text.
        sentence: `[words]`, number of each word's sentence.
        label: Of persons.
    """
    out: list[Tagged] = []
    for start, end, own, confidence in found:
        if out and start < out[-1][1]:  # a suffix that the name before has taken
            continue
        last = _suffix_end(words, end) if own == label and words[end - 1][:1].isupper() else end
        if last > end and sentence[last - 1] != sentence[start]:
            last = end
        out.append((start, last, own, confidence))
    return out


def _suffix_end(words: Sequence[str], end: int) -> int:
    """Return where a name that ends at `end` ends with its suffix; a comma may stand before "Jr.", but not before "III"."""
    comma = int(end < len(words) and words[end] == ",")
    suffix = words[end + comma] if end + comma < len(words) else ""
    return end + comma + 1 if _is_generation(suffix) or (not comma and suffix in NUMERALS) else end


def without_suffix(words: Sequence[str]) -> Sequence[str]:
    """Return the words of a person's name without "Jr." or "Sr." at its end, and without the comma before that."""
    if len(words) < 2 or not _is_generation(words[-1]):  # noqa: PLR2004 - a name and its suffix
        return words
    return words[: -2 if words[-2] == "," else -1]


def generation_of(words: Sequence[str]) -> str:
    """Return "jr" or "sr" where a person's name ends so, else ""."""
    return words[-1].lower().rstrip(".") if words and _is_generation(words[-1]) else ""


def _is_generation(word: str) -> bool:
    return word[:1].isupper() and word.lower().rstrip(".") in GENERATIONS


def without_tails(found: Iterable[Tagged], words: Sequence[str], labels: Container[str]) -> list[Tagged]:
    """Take function words off the ends of spans with one of the labels: "clients and"."""
    return [
        (start, _last_told(words, start, end), label, confidence) if label in labels else (start, end, label, confidence)
        for start, end, label, confidence in found
    ]


def _last_told(words: Sequence[str], start: int, end: int) -> int:
    return next((last for last in range(end, start + 1, -1) if words[last - 1].lower() not in TAILS), start + 1)


def without_verbs(found: Iterable[Tagged], words: Sequence[str], label: str) -> list[Tagged]:
    """Let the spans with `label` begin behind what is done with them: "fired rockets"; leave out those of which nothing is left.

    Args:
        found: In text order; see `tag_paths`.
        words: Of the text.
        label: Of weapons.
    """
    begun = ((_behind_verb(words, start, end) if own == label else start, end, own, confidence) for start, end, own, confidence in found)
    return [one for one in begun if one[0] < one[1]]


def _behind_verb(words: Sequence[str], start: int, end: int) -> int:
    """Return where a span begins without a verb at its head: "down missiles" behind "shot" and "test-fired missiles", too."""
    first = start
    if end - start > 2 and words[start].lower() == "test" and words[start + 1] in HYPHENS:  # noqa: PLR2004 - and the verb
        first = start + 2
    if _is_verb(words, first):
        first += 1
    elif not start or not _is_verb(words, start - 1):
        return start
    return first + int(first < end and words[first].lower() in PARTICLES)


def _is_verb(words: Sequence[str], i: int) -> bool:
    """Tell whether a word is what is done with weapons, and not what they are: not in "the seized rifles"."""
    word, before = words[i].lower(), words[i - 1].lower() if i else ""
    if word in BASES and before in BEFORE_BASES:
        return True
    if word not in DONE_WITH_WEAPONS:
        return False
    is_tested = before in HYPHENS and i > 1 and words[i - 2].lower() == "test"
    is_gerund = word.endswith("ing") and before in BEFORE_GERUNDS
    is_participle = before in BEFORE_PARTICIPLES or before in PARTICLES or before in DONE_WITH_WEAPONS - {"has", "have", "had"}
    return is_tested or is_gerund or not is_participle


def _best_path(logits: Floats, sentence: NDArray[np.int64]) -> NDArray[np.int64]:
    """Take the best tag of each word, and in sentences where that is not well-formed the best well-formed sequence."""
    path = np.asarray(logits.argmax(axis=1), dtype=np.int64)
    previous = np.concatenate([[0], path[:-1]])
    previous[1:][sentence[1:] != sentence[:-1]] = 0
    wrong = (path > 0) & (path % 2 == 0) & (previous != path) & (previous != path - 1)
    for number in np.unique(sentence[wrong]):
        low, high = np.searchsorted(sentence, number, "left"), np.searchsorted(sentence, number, "right")
        path[low:high] = _viterbi(logits[low:high])
    return path


def _viterbi(logits: Floats) -> NDArray[np.int64]:
    """Find the best sequence under a grammar with one rule: I-x only after B-x or I-x.

    All else may follow anything, so the best predecessor of any other tag is the best of all; so a word costs `[tags]`, not `[tags, tags]`.
    """
    count, width = logits.shape
    back = np.zeros((count, width), dtype=np.int64)
    begins, insides = np.arange(1, width, 2), np.arange(2, width, 2)
    score = logits[0].astype(np.float64)
    score[insides] = -np.inf
    for i in range(1, count):
        back[i] = int(score.argmax())
        back[i, insides] = np.where(score[insides] >= score[begins], insides, begins)
        score = logits[i] + score[back[i]]
    path = np.zeros(count, dtype=np.int64)
    path[-1] = int(score.argmax())
    for i in range(count - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path


def link_antecedents(
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    scores: Floats,
    marks: Sequence[Mapping[str, frozenset[str]]],
    *,
    threshold: float,
) -> list[list[int]]:
    """Cluster mentions by joining each to the likeliest cluster before it that it does not contradict.

    Scores are trained so that a mention's antecedents together are likely, not the best of them alone (Lee et al. 2017): so the
    probabilities of all antecedents in a cluster count together.

    Args:
        left: `[pairs]`, the later mention of each pair, ascending.
        right: `[pairs]`, the earlier one.
        scores: `[pairs]`, log-odds against "no antecedent".
        marks: What is known of each mention, by respect; nothing, in most. Two mentions of which something is known in one respect,
            without anything in common, are never in one cluster: two full names are two people.
        threshold: Log-odds needed for a cluster to be joined.

    Returns:
        Clusters in order of their first mention, members ascending; singletons included.
    """
    clusters: list[list[int]] = []
    cluster_of: list[int] = []
    known: list[dict[str, set[frozenset[str]]]] = []
    adding = np.flatnonzero(scores > _NEGLIGIBLE)
    bounds = np.searchsorted(left[adding], np.arange(len(marks) + 1), "left").tolist()
    antecedents = list(zip(right[adding].tolist(), np.exp(scores[adding].astype(np.float64)).tolist(), strict=True))
    for i, of_mention in enumerate(marks):
        own = {respect: mark for respect, mark in of_mention.items() if mark}
        likely: dict[int, float] = {}
        for antecedent, odds in antecedents[bounds[i] : bounds[i + 1]]:
            cluster = cluster_of[antecedent]
            likely[cluster] = likely.get(cluster, 0.0) + odds
        fitting = (
            (joint, -cluster)
            for cluster, joint in likely.items()
            if joint > math.exp(threshold) and all(mine & mark for respect, mine in own.items() for mark in known[cluster].get(respect, ()))
        )
        best = max(fitting, default=None)
        if best is None:
            cluster = len(clusters)
            clusters.append([])
            known.append({})
        else:
            cluster = -best[1]
        clusters[cluster].append(i)
        cluster_of.append(cluster)
        for respect, mark in own.items():
            known[cluster].setdefault(respect, set()).add(mark)
    return clusters
