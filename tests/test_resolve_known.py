from __future__ import annotations

import pytest
from hard_names import Article, reading
from reading_builder import build

from kg.model import Decision, Reading
from kg.resolve import resolve
from kg.resolve.actors import resolve_actors
from kg.resolve.countries import capitals, choose_city, country_in, find_cities, province_of
from kg.resolve.gazetteer import key_of
from kg.resolve.organs import organ_key
from kg.resolve.spelling import is_variant, skeleton


def told(article: str | Article) -> list[tuple[str, str]]:
    """Return what each mention of an article is found to be, in text order."""
    one = reading("a", article)
    found = resolve_actors([one])
    names = {actor.id: actor.name for actor in found.actors}
    return [(span.text, names[identity]) for span, identity in sorted(found.by_span(one).items())]


# ---------------------------------------------------------------- spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("al mujahed", "al mujahid"),
        ("qassem soleimani", "qasem suleimani"),
        ("gaddafi", "qadhafi"),
        ("hezbollah", "hizballah"),
        ("osama bin laden", "usama bin ladin"),
        ("zelensky", "zelenskyy"),
        ("ayman al zawahiri", "aiman az zawahri"),
    ],
)
def test_romanisations_of_one_name_are_variants(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert is_variant(one, other)
    assert is_variant(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hussein", "hosseini"), ("mario silva", "maria silva"), ("ali", "ala"), ("karim", "akram"), ("amin", "iman"), ("orin tal", "tal")],
)
def test_names_of_one_sound_need_not_be_one(one: str, other: str) -> None:
    assert not is_variant(one, other)


# ---------------------------------------------------------------- organs of states


@pytest.mark.parametrize(
    ("key", "organ"),
    [
        ("iraqi army", "organ:IQ:army"),
        ("ministry of defence of chad", "organ:TD:defence ministry"),
        ("chadian defense ministry", "organ:TD:defence ministry"),
        ("us state department", "organ:US:department state"),
        ("interior ministry", "organ::interior ministry"),
        ("northern defence front", None),
        ("free syrian army", None),
        ("chad", None),
    ],
)
def test_organs_are_told_by_words_and_country(key: str, organ: str | None) -> None:
    found = organ_key(key)
    assert (str(found) if found else None) == organ


@pytest.mark.parametrize(("key", "is_local"), [("district court", True), ("council", True), ("supreme court", False), ("army", False)])
def test_an_organ_that_a_country_has_many_of_is_local(key: str, is_local: bool) -> None:  # noqa: FBT001 - a table's column
    found = organ_key(key)
    assert found is not None
    assert found.is_local is is_local


# ---------------------------------------------------------------- places


def test_a_country_is_found_at_either_end_of_a_name() -> None:
    assert country_in("south korean foreign ministry") == ("KR", "foreign ministry")
    assert country_in("army of the central african republic") == ("CF", "army")
    assert country_in("us army") == ("US", "army")
    assert country_in("port vale") == (None, "port vale")


def test_a_city_is_chosen_by_what_is_said_then_named_behind_then_spoken_of() -> None:
    tripoli = find_cities("Tripoli")
    chosen = [
        choose_city(tripoli),
        choose_city(tripoli, spoken_of=frozenset(("LB",))),
        choose_city(tripoli, hinted=frozenset(("LB",)), spoken_of=frozenset(("LY",))),
        choose_city(tripoli, said=frozenset(("LY",)), hinted=frozenset(("LB",))),
    ]
    assert [city.country if city else None for city in chosen] == ["LY", None, "LB", "LY"]


def test_a_small_town_counts_only_where_its_country_is_spoken_of() -> None:
    assert choose_city(find_cities("Zakho"), spoken_of=frozenset(("IQ",))) is not None
    assert choose_city(find_cities("Tabqa"), spoken_of=frozenset(("SY",))) is not None
    assert choose_city(find_cities("Tabqa")) is None


def test_words_that_are_seldom_towns_are_none_and_provinces_are_known_by_country() -> None:
    assert find_cities("North") == ()
    assert (province_of("Helmand province"), province_of("Port Vale")) == ("AF", None)


def test_capitals_are_known_by_their_names_in_news_and_not_where_another_city_dwarfs_them() -> None:
    known = capitals()
    assert [known.get(name) for name in ("tehran", "kiev", "kyiv", "washington", "brussels", "victoria")] == [
        ("IR",),
        ("UA",),
        ("UA",),
        ("US",),
        None,
        None,
    ]


# ---------------------------------------------------------------- capitals as governments


def test_a_capital_is_its_state_where_it_acts_or_is_spoken_to_and_a_city_where_it_is_a_place_or_hit() -> None:
    acting = Article("[Tehran|GPE:x] <accused|Accusation:v> [London|GPE:y].", ["v Agent x", "v Target y"])
    placed = Article("Police <met|Meeting:v> in [Tehran|GPE:x].", ["v Place x"])
    hit = Article("Planes <struck|AirStrike:v> [Damascus|GPE:x].", ["v Target x"])
    assert told(acting) == [("Tehran", "Iran"), ("London", "United Kingdom")]
    assert told(placed) == [("Tehran", "Tehran")]
    assert told(hit) == [("Damascus", "Damascus")]


def test_a_city_that_is_no_capital_stays_one_whatever_it_does() -> None:
    assert told(Article("[Aleppo|GPE:x] <accused|Accusation:v> no one.", ["v Agent x"])) == [("Aleppo", "Aleppo")]


def test_a_dateline_is_a_city_even_where_the_reader_gives_it_a_role() -> None:
    assert told(Article("[TEHRAN|GPE:x] - Talks <began|Meeting:v>.", ["v Agent x"])) == [("TEHRAN", "Tehran")]


def test_mentions_of_one_entity_that_name_two_states_go_to_the_state_that_they_name() -> None:
    assert told("[Iran|GPE:x] warned. [Iraq|GPE:x] and [it|GPE:x] replied; [Iraq|GPE:x] left.") == [
        ("Iran", "Iran"),
        ("Iraq", "Iraq"),
        ("it", "Iraq"),
        ("Iraq", "Iraq"),
    ]


def test_capitals_of_two_states_in_one_entity_are_two() -> None:
    article = Article("[Tehran|GPE:x] <accused|Accusation:v> [Washington|GPE:x]. The [United States|GPE:x] denied it.", ["v Agent x"])
    assert told(article) == [("Tehran", "Iran"), ("Washington", "United States"), ("United States", "United States")]


def test_a_pronoun_or_a_nameless_word_takes_no_mention_of_the_state_with_it() -> None:
    text = "[Iran|GPE:x] warned. [We|GPE:x] and [The country|GPE:x] wait. [Iraq|GPE:x] left; [Iran|GPE:x] stayed, [Mehr quarter|GPE:x] too."
    assert told(text) == [
        ("Iran", "Iran"),
        ("We", "Iran"),
        ("The country", "Iran"),
        ("Iraq", "Iraq"),
        ("Iran", "Iran"),
        ("Mehr quarter", "Mehr quarter"),
    ]


def test_who_says_we_is_who_is_mostly_spoken_of_and_not_who_was_named_last() -> None:
    text = "[Iran|GPE:x] warned. [Iran|GPE:x] will answer [Iraq|GPE:x]: “[We|GPE:x] are waiting.”"
    assert told(text) == [("Iran", "Iran"), ("Iran", "Iran"), ("Iraq", "Iraq"), ("We", "Iran")]


def test_a_pronoun_is_no_country() -> None:
    assert told("The [US|GPE:x] left [us|GRP:y].") == [("US", "United States"), ("us", "unnamed people")]


# ---------------------------------------------------------------- parts of countries


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Helmand province", "helmand"),
        ("Helmand Province", "helmand"),
        ("the Anbar governorate", "anbar"),
        ("Tarvale district", "tarvale"),
        ("Niger state", "niger state"),
        ("Kerman province", "kerman province"),
        ("Idlib governorate", "idlib province"),
        ("Kandahar city", "kandahar"),
        ("Mexico City", "mexico city"),
        ("Lake District", "lake district"),
        ("Northern region", "northern region"),
    ],
)
def test_a_part_of_a_country_is_compared_by_its_name_where_that_is_no_other_places(name: str, key: str) -> None:
    assert key_of(name, "place") == key


def test_a_province_that_is_called_as_its_city_is_another_place_and_holds_it() -> None:
    city = reading("a", "Shells fell in [Kandahar city|GPE:x], [Afghanistan|GPE:y].")
    province = reading("b", "Shells fell in [Kandahar province|GPE:x], [Afghanistan|GPE:y].")
    found = resolve_actors([city, province])
    inner, outer = found.actor_of("a", "x"), found.actor_of("b", "x")
    assert inner is not None
    assert (inner.startswith("actor/geonames-"), inner != outer) == (True, True)
    assert outer in found.articles["a"].around[inner]


def test_a_kind_and_a_country_are_no_name() -> None:
    found = resolve_actors([reading("a", "A [Palestinian group|ORG:x] and the [Rapid River group|ORG:y] met.")])
    assert [actor.name for actor in found.actors if actor.id in found.named] == ["Rapid River group"]


def test_a_state_that_is_called_as_a_country_is_not_the_country() -> None:
    assert told("Gunmen left [Niger state|GPE:x] for [Niger|GPE:y].") == [("Niger state", "Niger state"), ("Niger", "Niger")]


# ---------------------------------------------------------------- what is known


def test_a_people_is_no_newspaper_and_an_article_before_a_word_counts() -> None:
    assert told("[Hindu|GRP:x] zealots marched.") == [("Hindu", "Hindu")]
    assert told("[The Hindu|ORG:x] reported it.") == [("The Hindu", "The Hindu")]
    assert told("An [Independent|ORG:x] won.") == [("Independent", "Independent")]


def test_places_have_coordinates() -> None:
    found = resolve_actors([reading("a", "From [Mosul|GPE:c] in [Iraq|GPE:i] to the [Red Sea|LOC:s].")])
    points = {actor.name: tuple(round(degrees) for degrees in actor.point) for actor in found.actors if actor.point}
    assert points == {"Mosul": (36, 43), "Iraq": (33, 44), "Red Sea": (20, 38)}


def test_the_ids_of_known_things_are_in_the_order_wikidata_gazetteer_hash() -> None:
    found = resolve_actors([reading("a", "[Hamas|ORG:a], [Kataib Hezbollah|ORG:b], [Mosul|GPE:c], [Chad|GPE:d], [Northern Dawn|ORG:e].")])
    assert sorted(actor.id for actor in found.actors) == [
        "actor/Q38799",
        "actor/Q657",
        "actor/gazetteer-kataib-hezbollah",
        "actor/geonames-99072",
        "actor/northern-dawn-26f2b944",
    ]


def test_what_a_name_would_be_called_by_itself_leads_to_what_it_is() -> None:
    found = resolve_actors([reading("a", "[Hamas|ORG:a] struck.")])
    assert list(found.former.values()) == ["actor/Q38799"]
    assert [old.rpartition("-")[0] for old in found.former] == ["actor/hamas"]


def test_a_name_of_a_country_and_another_place_is_told_by_its_neighbours() -> None:
    assert told("[Russia|GPE:r] left [Georgia|GPE:g].")[1] == ("Georgia", "Georgia")
    assert resolve_actors([reading("a", "[Russia|GPE:r] left [Georgia|GPE:g].")]).articles["a"].countries == {"actor/Q159", "actor/Q230"}
    assert told("[Florida|GPE:f] and [Georgia|GPE:g] in the [US|GPE:u].")[1] == ("Georgia", "Georgia (U.S. state)")


def test_what_a_place_is_is_a_decision_with_its_reason() -> None:
    article = Article(
        "[Tehran|GPE:x] <accused|Accusation:v> no one. Shots in [Tripoli|GPE:t], [Lebanon|GPE:l], and [Mosul|GPE:m].", ["v Agent x"]
    )
    assert sorted((d.left, d.right, d.reasons[0]) for d in resolve_actors([reading("a", article)]).decisions) == [
        ("a#m", "actor/geonames-99072", "the city of its name that stands out, of those in countries spoken of before others"),
        ("a#t", "actor/geonames-266826", "its country stands behind it"),
        ("a#x", "actor/Q794", "a capital that acts, speaks or is spoken to is its state"),
    ]


@pytest.mark.parametrize(
    ("article", "name"),
    [
        ("The [Iraqi|GPE:i] [Interior Ministry|ORG:x] spoke.", "Interior Ministry (Iraq)"),
        ("[Iraq|GPE:i]'s [Interior Ministry|ORG:x] spoke.", "Interior Ministry (Iraq)"),
        ("The [Interior Ministry|ORG:x] of [Iraq|GPE:i] spoke.", "Interior Ministry (Iraq)"),
        ("The [Iraqi Interior Ministry|ORG:x] spoke.", "Iraqi Interior Ministry"),
        ("The [UK Government|ORG:x] spoke.", "UK Government"),
        ("[Iraq|GPE:i] burnt. [Iraq|GPE:i] fell. The [Interior Ministry|ORG:x] spoke.", "Interior Ministry"),
    ],
)
def test_the_country_of_a_ministry_is_what_stands_beside_it_and_never_guessed(article: str, name: str) -> None:
    assert name in {found for _, found in told(article)}


def test_a_known_person_whom_the_reader_took_for_another_is_taken_out() -> None:
    assert told("[Orin Talar|PER:x] met no one. [Trump|PER:x] left, and [he|PER:x] slept.") == [
        ("Orin Talar", "Orin Talar"),
        ("Trump", "Donald Trump"),
        ("he", "Orin Talar"),
    ]


def test_an_alias_an_acronym_and_a_last_name_are_nobody_else() -> None:
    assert told("[El Chapo|PER:x] fled. [Joaquín Guzmán|PER:x] was caught.")[0] == ("El Chapo", "Joaquín Guzmán")
    assert {name for _, name in told("The [Sunrise Dairy Farmers|ORG:x] met; the [SDF|ORG:x] left.")} == {"Sunrise Dairy Farmers"}
    assert {name for _, name in told("[Asma Assad|PER:x] spoke; [Assad|PER:x] left.")} == {"Asma Assad"}


def test_a_post_is_no_name_of_a_person() -> None:
    assert told("[Supreme Leader|PER:x] spoke. [Health Minister|PER:y] left. [Orin Talar|PER:y] came.") == [
        ("Supreme Leader", "Supreme Leader"),
        ("Health Minister", "Orin Talar"),
        ("Orin Talar", "Orin Talar"),
    ]
    assert resolve_actors([reading("a", "[Supreme Leader|PER:x] spoke.")]).named == frozenset()


# ---------------------------------------------------------------- what the reader took for something else


def test_a_full_name_of_the_table_is_that_thing_whatever_type_the_reader_gives_it() -> None:
    known = resolve_actors(
        [
            reading("a", "[Kataib Hezbollah|PER:a] and [Kataib Hezbollah|ORG:b] met [Qassem Soleimani|ORG:c]."),
            reading("b", "[Kataib Hezbollah|FAC:a] called [Qassem Soleimani|PER:b]."),
        ]
    )
    assert [(actor.id, actor.type) for actor in known.actors] == [
        ("actor/gazetteer-kataib-hezbollah", "ORG"),
        ("actor/gazetteer-qasem-soleimani", "PER"),
    ]


def test_a_name_that_the_reader_cut_off_at_its_beginning_is_grown_to_that_of_the_table() -> None:
    found = resolve_actors([reading("a", "The Popular [Mobilization Forces|ORG:a] and the National [Sunrise Front|ORG:b] met.")])
    assert [actor.name for actor in found.actors] == ["Popular Mobilization Forces", "Sunrise Front"]


def test_four_capital_letters_of_a_dateline_are_a_city() -> None:
    assert told("[KANO|GPE:a] - [Nigeria|GPE:b] mourned.")[0] == ("KANO", "Kano")
    assert told("[SADC|GPE:a] met.")[0] == ("SADC", "SADC")


def test_what_is_called_after_a_person_is_not_that_person() -> None:
    found = resolve_actors([reading("a", "The [Qassem Soleimani|FAC:a] left.")])
    assert [(actor.name, actor.type) for actor in found.actors] == [("Qassem Soleimani", "FAC")]


@pytest.mark.parametrize(
    ("word", "kind"), [("Hezbollah", "ORG"), ("Isis", "PER"), ("Reuters", "PER")], ids=["group", "an acronym", "no armed group"]
)
def test_one_word_that_the_reader_took_for_a_person_is_an_armed_group_only_if_that_is_its_name(word: str, kind: str) -> None:
    (actor,) = resolve_actors([reading("a", f"Then [{word}|PER:b] left.")]).actors
    assert actor.type == kind


def test_a_country_that_the_reader_calls_by_another_adjective_too_does_not_get_it_as_an_alias() -> None:
    (country,) = resolve_actors([reading("a", "[Iran|GPE:a] denied it. [Kurdish|GPE:a] officials agreed.")]).actors
    assert (country.name, country.aliases) == ("Iran", ())


def test_a_number_of_people_or_a_kind_of_them_is_no_name() -> None:
    found = resolve_actors(
        [reading("a", "Killed were [five Iranians|GRP:a], [angry Muslims|GRP:b], [Several|GRP:c] and [Americans|GRP:d].")]
    )
    assert [actor.name for actor in found.actors if actor.id in found.named] == ["Americans"]


def test_a_last_name_in_someone_elses_chain_is_the_one_of_the_article_who_bears_it() -> None:
    text = "[Orin Tal|PER:a] met [Mira Lund|PER:b]. [Tal|PER:b] spoke, [Lund|PER:b] did not."
    names = {actor.name: actor.aliases for actor in resolve_actors([reading("a", text)]).actors}
    assert names == {"Mira Lund": ("Lund",), "Orin Tal": ("Tal",)}
    assert told(text) == [("Orin Tal", "Orin Tal"), ("Mira Lund", "Mira Lund"), ("Tal", "Orin Tal"), ("Lund", "Mira Lund")]


def test_a_last_name_that_is_no_part_of_the_full_name_is_someone_elses() -> None:
    text = "[Orin Tal|PER:a] spoke. [Dunbar|PER:a], known as [Fenn|PER:a], was moved, and [he|PER:a] slept."
    assert told(text) == [("Orin Tal", "Orin Tal"), ("Dunbar", "Dunbar"), ("Fenn", "Orin Tal"), ("he", "Orin Tal")]


@pytest.mark.parametrize(
    "text",
    [
        "Then [Orin Tal|PER:a] spoke, and [{name}|PER:a] left.",
        "Then [Orin Tal|PER:a] spoke, as did the [{name}|PER:a] later.",
        "Then [{name}|PER:a] Northern [Orin Tal|PER:a] spoke.",
        "Then [Orin Tal|PER:a] spoke, alias [{name}|PER:a]. Then [Orin Tal|PER:a] met him, and [{name}|PER:a] left.",
        'Then "[{name}|PER:a]" [Orin Tal|PER:a] spoke.',
        "Then [{name}|PER:a], better known as [Orin Tal|PER:a], spoke.",
        "[{name}|PER:a] shot at home: [Orin Tal|PER:a] dead.",
    ],
    ids=["like it", "a post", "before a name", "an alias", "a nickname", "known as", "headline"],
)
def test_a_word_that_may_be_a_post_or_another_name_of_a_person_stays_his(text: str) -> None:
    name = "Orrin" if "and [" in text else "Dunbar"
    assert {found for _, found in told(text.format(name=name))} == {"Orin Tal"}


@pytest.mark.parametrize("name", ["OTB", "BoTal", "Orion", "Tall", "Governor"])
def test_an_acronym_a_nickname_a_misspelling_and_a_post_are_nobody_else(name: str) -> None:
    assert {found for _, found in told(f"Then [Orin Tal|PER:a] spoke. Later [{name}|PER:a] left.")} == {"Orin Tal"}


def test_a_name_that_one_article_alone_uses_and_that_is_like_no_other_is_no_alias() -> None:
    once = reading("a", "The [Northern Front|ORG:a] spoke. [Dunbar|ORG:a] left.")
    again = reading("b", "The [Northern Front|ORG:a] spoke. [Dunbar|ORG:a] left.")
    assert [actor.aliases for actor in resolve_actors([once]).actors] == [()]
    assert [actor.aliases for actor in resolve_actors([once, again]).actors] == [("Dunbar",)]


def test_the_sure_name_of_another_known_thing_is_no_alias() -> None:
    one, two = (reading(name, "[Kataib Hezbollah|ORG:a] fired. [Hezbollah|ORG:a] denied it.") for name in "ab")
    assert [actor.aliases for actor in resolve_actors([one, two]).actors] == [("Kataib Hezbollah",)]


def test_two_known_things_that_a_person_joins_keep_the_names_of_both() -> None:
    def said(identity: str, name: str) -> Reading:
        return build(identity, f"{name} raided a farm.", entities={"e1": ("ORG", [name])})

    readings = [said("a", "Hamas"), said("b", "Hezbollah")]
    left, right = sorted(actor.id for actor in resolve(readings).actors)
    joined = resolve(readings, judged=[Decision(left, right, "same", 1.0, ("a person's judgement",))])
    (actor,) = joined.actors
    assert {actor.name, *actor.aliases} == {"Hamas", "Hezbollah"}
    assert {actor.id, *(former for former, now in joined.redirects if now == actor.id)} >= {left, right}
