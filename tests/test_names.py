"""Names as people type them: what is meant is found, what is not meant is not, and an unknown one is an error that helps."""

from __future__ import annotations

import pytest

from kg.errors import AmbiguousNameError, UnknownNameError
from kg.names import Bearer, NameIndex, nearest

INDEX = NameIndex.of(
    (
        Bearer("actor/us", "United States", ("U.S.", "America")),
        Bearer("actor/nunez", "José Núñez", ("Pepe",)),
        Bearer("actor/front", "The Front", ()),
        Bearer("actor/twin-1", "Alex Smith", ()),
        Bearer("actor/twin-2", "Alex Smith", ()),
        Bearer("actor/jane", "Jane Smith-Jones", ()),
        Bearer("event/1", "bombing in Arda, 2024-01-03", ()),
        Bearer("event/2", "bombing in Borland", ()),
        Bearer("event/3", "killing", ()),
        Bearer("event/4", "killing of five", ()),
    ),
    what="name",
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("United States", ("actor/us",)),
        ("the united states", ("actor/us",)),
        ("US", ("actor/us",)),
        ("u.s.", ("actor/us",)),
        ("jose NUNEZ", ("actor/nunez",)),
        ("pepe", ("actor/nunez",)),
        ("front", ("actor/front",)),
        ("actor/front", ("actor/front",)),
        ("smith jones", ("actor/jane",)),
        ("Alex Smith", ("actor/twin-1", "actor/twin-2")),
        ("arda bombing", ("event/1",)),
        ("bombing of Borland", ("event/2",)),
        ("killing", ("event/3",)),
    ],
)
def test_a_name_is_found_as_people_type_it(typed: str, found: tuple[str, ...]) -> None:
    assert INDEX.find(typed) == found


def test_a_part_of_several_names_is_not_guessed() -> None:
    with pytest.raises(
        AmbiguousNameError, match=r"'bombing' fits several things: 'bombing in Arda, 2024-01-03', 'bombing in Borland'\. Give"
    ):
        INDEX.find("bombing")


@pytest.mark.parametrize("typed", ["Jose Nunes", "of the", "", "Smit", "Arda killing"])
def test_what_nothing_bears_is_an_error(typed: str) -> None:
    with pytest.raises(UnknownNameError):
        INDEX.find(typed)


def test_the_error_lists_the_nearest_names() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown name 'Jose Nunes'\. Nearest: José Núñez"):
        INDEX.find("Jose Nunes")
    assert INDEX.nearest("bombing in Ardda", 1) == ["bombing in Arda, 2024-01-03"]


@pytest.mark.parametrize(
    ("typed", "known"), [("Atlantis", "at least 103 people"), ("Nobody", "tomb"), ("3f2a9c", "f35647870d287233aa5a9c9c")]
)
def test_a_name_that_has_only_letters_in_common_is_not_proposed(typed: str, known: str) -> None:
    assert nearest(typed, [known]) == []


@pytest.mark.parametrize(
    ("typed", "known"), [("Kasala", "Kassala"), ("Salomani", "Qasem Soleimani"), ("atack in harow", "attack in Harrow, 2024")]
)
def test_a_misspelt_name_or_part_of_one_finds_it(typed: str, known: str) -> None:
    assert nearest(typed, ["tomb", known]) == [known]
