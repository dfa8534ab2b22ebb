"""Which known thing a name of an article is: a row of a gazetteer, a city, an organ of a state.

In come the locals of one article; out go the same, told what they are known as, and the decisions taken. A name that is not known, or
may be several known things, stays a name. Other articles are not looked at, so the same article gives the same links in every corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import capwords

from rapidfuzz.distance import Levenshtein

from kg.model import Decision, Judgement, Reading
from kg.resolve.countries import ambiguous_country, choose_city, country_of, find_cities, province_of
from kg.resolve.gazetteer import Candidate, Gazetteer, Known, key_of
from kg.resolve.ids import COUNTRY, GEONAMES, ORGAN, actor_id
from kg.resolve.judgements import NONE, Judgements
from kg.resolve.local import EntityRef, Local
from kg.resolve.names import SETTLEMENTS, initials, resembles
from kg.resolve.organs import Organ, organ_key
from kg.resolve.spelling import is_variant
from kg.resolve.traits import Setting, Traits, exclude, setting_of

# How sure a link is, by what it rests on.
BY_NAME, BY_SPELLING, BY_CONTEXT = 0.95, 0.85, 0.75
_SEAT = 200_000
"""A city that bears its province's name and is smaller is seldom meant; a larger one is the province's seat."""
# Families for which the reader mistakes a name of each family. What is called after a person is a place or a weapon, but no person.
_MISTAKEN = {"person": ("organisation",), "organisation": ("person",), "place": ("organisation",)}
_STATELY = frozenset(("ArmedGroup", "GovernmentBody"))
_LONGEST_LOOSE_ACRONYM = 3
"""Acronyms of up to so many letters are words too ("IS", "WHO"), so that capitals are asked for."""
_SHORTEST_SPELLING = 6
_MISSPELT = 0.85
"""How alike two long names must be for one to be a misspelling of the other."""
_LONGEST_ABBREVIATION = 4
_SHORTEST_CITY = 4
"""Shorter names in capitals are abbreviations ("UAE")."""


@dataclass(frozen=True, slots=True)
class Article:
    """What is known of an article while its names are linked: what it is about, where it says that places lie, and what to link to."""

    setting: Setting
    said: Mapping[EntityRef, tuple[set[str], set[str]]]
    gazetteer: Gazetteer


@dataclass(frozen=True, slots=True)
class Link:
    """A row that a local is, or is not although it bears its name, with the reasons."""

    known: Known
    score: float
    reasons: tuple[str, ...]
    is_same: bool = True


def link_article(
    locals_: Sequence[Local],
    traits: Mapping[EntityRef, Traits],
    reading: Reading,
    gazetteer: Gazetteer,
    judgements: Judgements = NONE,
) -> tuple[list[Local], list[Decision]]:
    """Return the locals of an article with what they are known as, and the decisions.

    A name that a person judged to be different from the row that bears it stays a name.
    """
    article = Article(setting_of(locals_), places_said(locals_, reading), gazetteer)
    linked: list[Local] = []
    decisions = []
    for local in locals_:
        if local.known:
            linked.append(local)
            if local.why:
                decisions.append(_placed(local, local.known, local.why))
            continue
        told = traits.get(local.ref, Traits())
        country = ambiguous_country(local.main, article.setting.spoken_of) if local.family == "place" else ""
        if country:
            linked.append(replace(local, known=f"{COUNTRY}{country}"))
            decisions.append(_placed(local, f"{COUNTRY}{country}", "a neighbour of it is spoken of"))
            continue
        link = find_row(local, told, article.setting, gazetteer)
        if link and link.is_same and judgements.are_apart(actor_id(local.family, local.main), _target(link)):
            linked.append(local)
            continue
        if link and link.is_same:
            # What the reader took for a place may be an armed group of the table ("Islamic State"): the table knows better.
            listed = frozenset(name for name in local.names if _names_row(gazetteer, link.known, name))
            linked.append(replace(local, known=link.known.reference, family=link.known.family, listed=listed))
        elif link:
            linked.append(replace(local, sense=local.document))
        else:
            linked.append(_unlisted(local, told, article))
            if linked[-1].known.startswith(GEONAMES):
                decisions.append(_placed(local, linked[-1].known, _why_city(local, article)))
        if link:
            decisions.append(_decision(local, link))
    return linked, decisions


def _placed(local: Local, known: str, why: str) -> Decision:
    """Return the decision that a place of an article is a country or a city."""
    return Decision("#".join(local.ref), actor_id(local.family, known), "same", BY_CONTEXT, (why,))


def _why_city(local: Local, article: Article) -> str:
    """Return what the choice of a city rests on (see `choose_city`)."""
    said, hinted = article.said.get(local.ref, (set(), set()))
    if said:
        return "the article says what country it lies in"
    if hinted:
        return "its country stands behind it"
    return "the city of its name that stands out, of those in countries spoken of before others"


def _decision(local: Local, link: Link) -> Decision:
    """Return the link as a decision: of the name where the name alone told it, else of the article's entity."""
    is_of_name = link.is_same and link.score != BY_CONTEXT
    left = actor_id(local.family, local.main) if is_of_name else "#".join(local.ref)
    judgement: Judgement = "same" if link.is_same else "different"
    return Decision(left, _target(link), judgement, link.score, link.reasons)


def _target(link: Link) -> str:
    """Return the id of the row of a link."""
    return actor_id(link.known.family, link.known.reference)


def _names_row(gazetteer: Gazetteer, known: Known, name: str) -> bool:
    return any(candidate.known == known for candidate in gazetteer.named(known.family, name))


# ---------------------------------------------------------------- rows of a gazetteer


def find_row(local: Local, traits: Traits, setting: Setting, gazetteer: Gazetteer) -> Link | None:
    """Return the row that the local is, with the reasons; one that it is not although its name says so; or `None`."""
    for name, why in _names(local):
        found = _candidates(local, name, gazetteer)
        if found and not _is_written_so(local, name):
            return Link(found[0].known, 0.0, ("not written as an acronym",), is_same=False)
        link = _choose(_as_written(found, local, name), local, name, traits, setting)
        if link:
            return replace(link, reasons=(*link.reasons, *why))
    return _spelt_like(local, traits, setting, gazetteer)


def _candidates(local: Local, name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the rows of the name; where the reader's type has none, those of another type that the name alone tells.

    What the reader took for a state may be an armed group that calls itself so ("Islamic State"), and a name of several words that is sure
    for one row is that row's, whatever the reader took it for, but for what is called after a person, such as a ship.
    """
    found = gazetteer.named(local.family, name)
    if found:
        return found
    if local.entities[0].type == "GPE":
        return tuple(c for c in gazetteer.named("organisation", name) if c.is_sure and c.known.kind in _STATELY)
    if " " not in name:  # "Hezbollah" as a person; of other kinds, one word may be a last name
        return tuple(c for c in gazetteer.named("organisation", name) if local.family == "person" and _is_group_alone(c))
    families = [family for family in _MISTAKEN.get(local.family, ()) if family != local.family]
    sure = [c for family in families for c in gazetteer.named(family, name) if c.is_sure and c.is_exact]
    return tuple(sure) if len({c.known.id for c in sure}) == 1 else ()


def _is_group_alone(candidate: Candidate) -> bool:
    """Tell whether one word, by which an armed group mainly goes, is nobody's last name; an acronym may be ("Isis")."""
    known = candidate.known
    return known.kind == "ArmedGroup" and candidate.name == key_of(known.name, known.family) and len(candidate.name) > _LONGEST_ABBREVIATION


def _as_written(found: Sequence[Candidate], local: Local, name: str) -> list[Candidate]:
    """Return the rows that may be meant by what the reader took the name for; "Independent" without "The" is a doubtful name."""
    has_article = any(text.startswith("The ") for text in local.surfaces.get(name, ()))
    is_people = local.entities[0].type == "GRP"  # "Hindu" is a people, not a newspaper
    return [
        replace(candidate, is_sure=candidate.is_sure and (has_article or not candidate.needs_article))
        for candidate in found
        if not (is_people and candidate.known.kind == "MediaOrganization")
    ]


def _names(local: Local) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the main name, then, of an organisation, those that are short or long for it: another name may be the reader's mistake."""
    main = local.main
    yield main, ()
    if local.family == "organisation":
        for name in sorted(local.names, key=lambda one: (-local.names[one], one)):
            if name != main and resembles(name, main):
                yield name, (f"also called {local.written(name)}",)


def _is_written_so(local: Local, name: str) -> bool:
    """Tell whether a name that is a short word too is written as an acronym, with two capitals at least ("LeT")."""
    if len(name) > _LONGEST_LOOSE_ACRONYM or local.family == "person":
        return True
    return any(sum(c.isupper() for c in text) > 1 for text in local.surfaces.get(name, ()))


def _choose(found: Sequence[Candidate], local: Local, name: str, traits: Traits, setting: Setting) -> Link | None:
    """Return the one row that the name means here, or that it would mean if nothing spoke against it."""
    meant = [candidate for candidate in found if not _is_spelt_out_otherwise(local, name, candidate.known)]
    if found and not meant:
        return Link(found[0].known, 0.0, ("spelt out as another name in the article",), is_same=False)
    sure = [candidate for candidate in meant if candidate.is_sure]
    likely = sure or [candidate for candidate in meant if _support(candidate.known, local, name, traits, setting)]
    against = [reason for candidate in likely for reason in _contradictions(candidate.known, traits, setting)]
    if len(likely) != 1:
        return None
    known = likely[0].known
    if against:
        return Link(known, 0.0, tuple(against), is_same=False)
    if sure:
        return Link(known, BY_NAME, ("a name of it in the gazetteer",))
    return Link(known, BY_CONTEXT, ("a doubtful name of it in the gazetteer", *_support(known, local, name, traits, setting)))


def _spelt_like(local: Local, traits: Traits, setting: Setting, gazetteer: Gazetteer) -> Link | None:
    """Return the row whose name is the local's main one in another spelling, if there is one only."""
    main = local.main
    if local.family not in {"person", "organisation"} or len(main) < _SHORTEST_SPELLING or (local.family == "person" and " " not in main):
        return None
    found = (c for c in gazetteer.spelt_like(local.family, main) if c.is_sure and c.name != main)  # the name itself was looked up before
    alike = {c.known.id: c for c in found if is_variant(c.name, main)}
    link = _choose(list(alike.values()), local, main, traits, setting)
    return replace(link, score=BY_SPELLING, reasons=("spelling of a name of it in the gazetteer",)) if link and link.is_same else None


def _is_spelt_out_otherwise(local: Local, name: str, known: Known) -> bool:
    """Tell whether the article spells an acronym out as something that the row is not called."""
    if " " in name or known.family != "organisation":
        return False
    own = {key_of(text, known.family) for text in (known.name, *known.aliases, *known.doubtful)}
    longer = [other for other in local.names if " " in other and initials(other) == name]
    return bool(longer) and not any(Levenshtein.normalized_similarity(one, other) >= _MISSPELT for one in own for other in longer)


def _support(known: Known, local: Local, name: str, traits: Traits, setting: Setting) -> tuple[str, ...]:
    """Return what in the article speaks for a doubtful name."""
    found = []
    if known.countries & (traits.countries or setting.spoken_of):
        found.append("its country is spoken of")
    full = {key_of(other, known.family) for other in (known.name, *known.aliases)} - {name}
    if local.names.keys() & full:
        found.append("its full name stands there too")
    return tuple(found)


def _contradictions(known: Known, traits: Traits, setting: Setting) -> Iterator[str]:
    """Yield what in the article speaks against a person of the row's name being that person."""
    if known.type != "PER":
        return
    if traits.countries and known.countries and known.countries.isdisjoint(traits.countries | setting.spoken_of):
        yield "of another nationality"
    if exclude(traits.fields, frozenset(("power",))):
        yield "of another field"


# ---------------------------------------------------------------- cities and organs of states


def _unlisted(local: Local, traits: Traits, article: Article) -> Local:
    """Return what no row is as a city or an organ of a state, if it is one."""
    if local.family == "place" and local.entities[0].type == "GPE":
        said, hinted = article.said.get(local.ref, (set(), set()))
        candidates = find_cities(city_name(local))
        city = choose_city(candidates, said=frozenset(said), hinted=frozenset(hinted), spoken_of=article.setting.spoken_of)
        if city and not (city.population < _SEAT and province_of(local.main) == city.country):  # a province, not a town of its name
            return replace(local, known=f"{GEONAMES}{city.geonames}")
        return local
    organ = organ_key(local.main) if local.family == "organisation" else None
    return _as_organ(local, organ, traits, article) if organ else local


def _as_organ(local: Local, organ: Organ, traits: Traits, article: Article) -> Local:
    """Return an organ as that of its country; without one, and if a country has many of it, it is its own article's."""
    bound = sorted(traits.countries)
    country = organ.country or (bound[0] if len(bound) == 1 else "")
    if not country or organ.is_local:
        return replace(local, sense=local.document)
    whole = Organ(organ.words, country)
    rows = article.gazetteer.named("organisation", str(whole))
    return replace(local, known=rows[0].known.reference if len(rows) == 1 else f"{ORGAN}{country}:{organ.words}")


def city_name(local: Local) -> str:
    """Return the name to look a place up by."""
    return as_city(local.written(local.main))


def as_city(written: str) -> str:
    """Return a place's name as cities are listed; one in capitals throughout is written as names are."""
    name = written.removeprefix("the ").removeprefix("The ").rstrip("-–— ,")
    name = next((name.removesuffix(f" {kind}") for kind in SETTLEMENTS if name.endswith(f" {kind}")), name)
    if not name.isupper() or len(name) < _SHORTEST_CITY:
        return name
    spelt = capwords(capwords(name), "-")
    return spelt if len(name) > _LONGEST_ABBREVIATION or find_cities(spelt) else name  # "KANO" is one, "SADC" is not


def places_said(locals_: Sequence[Local], reading: Reading) -> dict[EntityRef, tuple[set[str], set[str]]]:
    """Return, for each place, the countries that relations put it in, and those named right behind it ("Kerman, Iran")."""
    owner = {entity.id: local for local in locals_ for entity in local.entities if not local.is_part}
    found: dict[EntityRef, tuple[set[str], set[str]]] = {}
    for relation in reading.relations:
        inner, outer = owner.get(relation.subject), owner.get(relation.object)
        if relation.type == "locatedIn" and inner and outer and outer.country:
            found.setdefault(inner.ref, (set(), set()))[0].add(outer.country)
    text = reading.document.text
    starts = {m.span.start: m.span.text for e in reading.entities if e.type != "TIM" for m in e.mentions}
    for local in locals_:
        for end in (m.span.end for e in local.entities for m in e.mentions if local.family == "place"):
            code = country_of(starts.get(end + 2, "")) if text[end : end + 2] == ", " else None
            if code:
                found.setdefault(local.ref, (set(), set()))[1].add(code)
    return found
