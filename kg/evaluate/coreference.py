"""The field's measures of coreference: MUC, B-cubed, CEAF-e, LEA and the CoNLL score.

In come clusters of mentions, gold and predicted, of one document (or of one collection, where mentions of several documents are compared);
a mention is any hashable value, such as a pair of offsets. Out go tallies, which add up over documents. Singletons count unless the caller
leaves them out of both sides; nothing here decides which mentions are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import networkx as nx

from kg.evaluate.scores import Tally

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

Cluster = frozenset["Hashable"]


@dataclass(frozen=True, slots=True)
class CoreferenceScore:
    """Tallies of one document or of many.

    Source: MUC, Vilain et al. 1995; B-cubed, Bagga and Baldwin 1998; CEAF-e, Luo 2005; LEA, Moosavi and Strube 2016; the CoNLL
    score, which is the mean F1 of the first three, Pradhan et al. 2012.
    """

    muc: Tally = field(default_factory=Tally)
    b_cubed: Tally = field(default_factory=Tally)
    ceaf_e: Tally = field(default_factory=Tally)
    lea: Tally = field(default_factory=Tally)

    def __add__(self, other: CoreferenceScore) -> CoreferenceScore:
        return CoreferenceScore(self.muc + other.muc, self.b_cubed + other.b_cubed, self.ceaf_e + other.ceaf_e, self.lea + other.lea)

    @property
    def conll(self) -> float:
        """Return the CoNLL score, in [0, 1]."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def score(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> CoreferenceScore:
    """Compare the clusters of one document; no mention is in two clusters of one side."""
    in_gold, in_predicted = _index(gold), _index(predicted)
    return CoreferenceScore(
        muc=_both(_muc(predicted, in_gold), _muc(gold, in_predicted)),
        b_cubed=_both(_b_cubed(predicted, in_gold), _b_cubed(gold, in_predicted)),
        ceaf_e=_ceaf_e(gold, predicted),
        lea=_both(_lea(predicted, in_gold), _lea(gold, in_predicted)),
    )


def without_singletons(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Leave out clusters of one mention, which some corpora do not annotate."""
    return [cluster for cluster in clusters if len(cluster) > 1]


def _index(clusters: Sequence[Cluster]) -> dict[Hashable, Cluster]:
    return {mention: cluster for cluster in clusters for mention in cluster}


def _both(precision: tuple[float, float], recall: tuple[float, float]) -> Tally:
    return Tally(*precision, *recall)


def _muc(clusters: Sequence[Cluster], other: Mapping[Hashable, Cluster]) -> tuple[float, float]:
    """Count the links that it takes to hold each cluster together, and those of them that the other side has."""
    right = total = 0
    for cluster in clusters:
        parts = {other[m] for m in cluster if m in other}
        right += len(cluster) - len(parts) - sum(m not in other for m in cluster)
        total += len(cluster) - 1
    return right, total


def _b_cubed(clusters: Sequence[Cluster], other: Mapping[Hashable, Cluster]) -> tuple[float, float]:
    """Sum, over mentions, the share of the mention's cluster that the other side has put with it."""
    right = sum(len(cluster & other[m]) / len(cluster) for cluster in clusters for m in cluster if m in other)
    return right, sum(map(len, clusters))


def _lea(clusters: Sequence[Cluster], other: Mapping[Hashable, Cluster]) -> tuple[float, float]:
    """Sum, over clusters and weighed by their size, the share of their links that the other side has; a singleton is one link to itself."""
    right = sum(len(cluster) * _links_in_common(cluster, other) / _links(len(cluster)) for cluster in clusters)
    return right, sum(map(len, clusters))


def _links(size: int) -> int:
    return size * (size - 1) // 2 if size > 1 else 1


def _links_in_common(cluster: Cluster, other: Mapping[Hashable, Cluster]) -> int:
    if len(cluster) == 1:
        return int(other.get(next(iter(cluster))) == cluster)
    shared = (len(cluster & part) for part in {other[m] for m in cluster if m in other})
    return sum(size * (size - 1) // 2 for size in shared)


def _ceaf_e(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> Tally:
    """Pair the clusters one to one, so that their similarity (Dice) is greatest, and sum it."""
    similarity = sum(_best_pairing(gold, predicted))
    return Tally(similarity, len(predicted), similarity, len(gold))


def _best_pairing(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> Iterator[float]:
    where = {mention: i for i, cluster in enumerate(predicted) for mention in cluster}
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    for i, cluster in enumerate(gold):
        for j in {where[m] for m in cluster if m in where}:
            shared = 2 * len(cluster & predicted[j]) / (len(cluster) + len(predicted[j]))
            graph.add_edge(("gold", i), ("predicted", j), weight=shared)
    # Part by part: clusters without a mention in common need no comparison, and the matching takes cubic time.
    for part in nx.connected_components(graph):
        pairs = nx.max_weight_matching(graph.subgraph(part))
        yield sum(graph.edges[pair]["weight"] for pair in sorted(tuple(sorted(pair)) for pair in pairs))
