"""Times that are still to come by the words before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import span

from kg.model import Argument, EventMention
from kg.reader.times.ahead import times_ahead

if TYPE_CHECKING:
    from kg.model import Factuality


def is_ahead(text: str, time: str) -> bool:
    return list(times_ahead(text, [span(text, time)])) == [span(text, time)]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Ferries will call at Port Vale from August 4.", "August 4"),
        ("The ferry won't sail on Monday.", "Monday"),
        ("She'll sing in the town hall on Friday night.", "Friday night"),
        ("The bridge is set to reopen in September.", "September"),
        ("The bridge is expected to be open by late May, officials said.", "late May"),
        ("The clerks are due to march on Friday.", "Friday"),
        ("The court intends to hear them on 3 May.", "3 May"),
        ("The fair will be held in the old town on July 3.", "July 3"),
        ("They will also hold a meeting Thursday.", "Thursday"),
        ("They will be back before July 18.", "July 18"),
        ("They will stay in Oz until February 13.", "February 13"),
        ("They will sail on July 2 or July 3.", "July 3"),
        ("They will sail on July 2 or July 3.", "July 2"),
        ("It will be open from Friday, July 14, to Sunday, July 16.", "Friday"),
        ("It will be open between Tuesday and Thursday.", "Thursday"),
        ("Her term expires in October.", "October"),
        ("The bridge is officially slated to open on 3 May.", "3 May"),
        ("They will leave at the end of May.", "end of May"),
        ("They will leave at 10:30 on Monday.", "Monday"),
        ("They are to leave on Monday.", "Monday"),
        ("Bridge set to reopen in May", "May"),
        ("Singer set for a comeback in May", "May"),
        ("The bridge, scheduled to open in May, is long.", "May"),
        ("The law comes into force on March 1.", "March 1"),
        ("The hearing is scheduled for May 2 in Oz.", "May 2"),
        ("They put off the hearing to May 2.", "May 2"),
    ],
)
def test_a_day_with_a_verb_of_what_is_to_come_is_ahead(text: str, time: str) -> None:
    assert is_ahead(text, time)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("The ferry sailed on Monday.", "Monday"),
        ("They will try those arrested on Friday.", "Friday"),
        ("They will debate Monday's raid.", "Monday"),
        ("They will release the May figures.", "May"),
        ("They will release the figure for June.", "June"),
        ("They will answer the letter of April 27.", "April 27"),
        ("The man who will lead them arrived on Friday.", "Friday"),
        ("The man who will lead them met us on Friday.", "Friday"),
        ("They will resign, police said on Friday.", "Friday"),
        ("They will rest after a defeat in May.", "May"),
        ("They will be fined for leaving in May.", "May"),
        ("They will decide what happened in May.", "May"),
        ("They will judge the vote held in May.", "May"),
        ("They will miss him. He left Oz on Friday.", "Friday"),
        ("They will have left by Friday.", "Friday"),
        ("He wrote a will in May.", "May"),
        ("He told of his plans to sail on Friday.", "Friday"),
        ("The bridge was set to reopen in September.", "September"),
        ("The bridge had been scheduled to reopen in September.", "September"),
        ("The bridge, originally scheduled to reopen in September, is closed.", "September"),
        ("They set to work in September.", "September"),
        ("They will run for two hours.", "two hours"),
    ],
)
def test_what_a_verb_to_come_is_told_of_may_have_been_before(text: str, time: str) -> None:
    assert not is_ahead(text, time)


@pytest.mark.parametrize(("factuality", "expected"), [("Fact", False), ("Negated", False), ("Planned", True), ("Possible", True)])
def test_the_time_of_what_happened_is_not_ahead(factuality: Factuality, expected: bool) -> None:  # noqa: FBT001 - a case
    text = "The court will hear the raid on Monday."
    raid, monday = span(text, "raid"), span(text, "Monday")
    found = list(times_ahead(text, [monday], [Argument(raid, "Time", monday)], [EventMention(raid, "Attack", factuality)]))
    assert found == ([monday] if expected else [])


def test_the_time_of_what_is_planned_is_ahead_though_something_else_is_tied_to_it() -> None:
    text = "They denied it and will be tried on Monday."
    denied, tried, monday = span(text, "denied"), span(text, "tried"), span(text, "Monday")
    ties = [Argument(denied, "Time", monday), Argument(tried, "Time", monday)]
    found = list(times_ahead(text, [monday], ties, [EventMention(denied, "Denial"), EventMention(tried, "Prosecution", "Planned")]))
    assert found == [monday]
