"""Items written by columns: the same items again, a field's name and a common value only once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_view import items_of

from kg.view.columns import columns
from kg.view.items import Item

VALUES = st.one_of(
    st.sampled_from(["", "event", "person", "https://example.org/1", "https://example.org/2"]),
    st.text("aé\U0001d538", max_size=3),
    st.booleans(),
    st.integers(-5, 5),
    st.lists(st.integers(0, 3), max_size=2),
)
ITEMS = st.lists(st.dictionaries(st.sampled_from(["id", "group", "x", "tolls"]), VALUES), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ITEMS)
def test_the_items_come_back_as_they_were(items: list[dict[str, Any]]) -> None:
    table = columns(items)
    assert items_of(json.loads(json.dumps(table))) == items


def column(*values: Any) -> object:  # noqa: ANN401 - whatever JSON holds
    items: list[Item] = [{} if value is None else {"field": value} for value in values]
    fields = columns(items)["fields"]
    assert isinstance(fields, dict)
    return fields.get("field")


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ((1, 2, 3), [1, 2, 3]),
        (("a", "b", "c"), ["a", "b", "c"]),
        (("a",) * 4, {"of": ["a"], "at": [0, 0, 0, 0]}),
        (("b", "a", "b", "b", None, "b", "b", "b", "b"), {"of": ["b", "a"], "at": [0, 1, 0, 0, None, 0, 0, 0, 0]}),
        ((True, True, True, True, 1), [True, True, True, True, 1]),
        (("kg:event/1", "kg:event/2"), {"start": "kg:event/", "rest": ["1", "2"]}),
        (("kg:1", "kg:2"), ["kg:1", "kg:2"]),
        ((None, None, "a", None, None, "b", None), {"gaps": [2, 3], "values": ["a", "b"]}),
        ((None, None, None, True), {"gaps": [3], "values": [True]}),
        ((None, None), None),
    ],
)
def test_a_column_is_written_in_the_form_that_suits_its_values(values: tuple[object, ...], written: object) -> None:
    assert column(*values) == written


def test_no_items_are_an_empty_table() -> None:
    assert columns([]) == {"count": 0, "fields": {}}
