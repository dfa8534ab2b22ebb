from __future__ import annotations

import pytest
from reading_builder import span

from kg.reader.events.executions import is_carried_out


@pytest.mark.parametrize(
    ("text", "word", "carried_out"),
    [
        ("The bombing had been planned by Oz and executed by the Front.", "executed", True),
        ("It was an attack which was executed with precision.", "executed", True),
        ("The army executed the operation on Sunday.", "executed", True),
        ("They were executing a search warrant.", "executing", True),
        ("He oversaw the execution of the attack.", "execution", True),
        ("The attack was condemned and two hostages executed.", "executed", False),
        ("After the attack was over two hostages were executed.", "executed", False),
        ("The army executed the attack planners.", "executed", False),
        ("The army executed prisoners in raids.", "executed", False),
        ("The army executed four men after the attack.", "executed", False),
        ("The army killed the attack leader.", "killed", False),
    ],
)
def test_what_is_executed_may_be_a_deed_and_nobody_killed(text: str, word: str, *, carried_out: bool) -> None:
    assert is_carried_out(text, span(text, word)) is carried_out
