from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_builder import build, span

from kg.model import Attribution, Span
from kg.reader.sources.sayings import with_sayings


def said(text: str, *speakers: str, known: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, str]]:
    reading = build("a", text, attributions=known)
    found = with_sayings(text, reading.sentences, [span(text, words) for words in speakers], reading.attributions)
    return [(a.source.text, a.content.text) for a in found]


@pytest.mark.parametrize(
    ("text", "speakers", "expected"),
    [
        (
            "Experts say that the front claimed that two men did it.",
            ("Experts", "front"),
            [("Experts", "the front claimed that two men did it."), ("front", "two men did it.")],
        ),
        ("The front's statement said that they wore vests.", ("front",), [("front", "they wore vests.")]),
        ("The mayor later told reporters that nine had died; the army left.", ("mayor",), [("mayor", "nine had died")]),
        ("The mayor, a former judge, has repeatedly said that nine died.", ("mayor",), [("mayor", "nine died.")]),
        ("In May a court ruled that the front had killed nine.", ("court",), [("court", "the front had killed nine.")]),
        ("The union's inquiry has since found that nine died.", ("union",), [("union", "nine died.")]),
        ("The panel concluded in June that nine died.", ("panel",), [("panel", "nine died.")]),
        ("Nine died in the raid, according to the state news agency.", ("agency",), [("agency", "Nine died in the raid,")]),
        ("According to the army, nine died in the raid.", ("army",), [("army", "nine died in the raid.")]),
        ("Police have said officers found nine bodies; the army left.", ("Police",), [("Police", "officers found nine bodies")]),
        ("On Monday the mayor said curfews would go on.", ("mayor",), [("mayor", "curfews would go on.")]),
        ("Nine died in the raid, the mayor said on Friday.", ("mayor",), [("mayor", "Nine died in the raid")]),
        ("However, according to the army, nine died.", ("army",), [("army", "nine died.")]),
        ("On Monday, according to the army, nine died.", ("army",), [("army", "nine died.")]),
        ("The front, according to the army, shot nine.", ("front", "army"), [("army", "shot nine.")]),
        ("Two died, and according to the army, nine were shot.", ("army",), [("army", "nine were shot.")]),
        ("Nine died in the raid, according to the army, and two fled.", ("army",), [("army", "Nine died in the raid,")]),
        ("The mayor told the king at noon that nine died.", ("mayor", "king"), [("mayor", "nine died.")]),
        ("The mayor said the bomb that killed nine was old.", ("mayor",), [("mayor", "the bomb that killed nine was old.")]),
    ],
)
def test_plain_wordings_say_who_speaks(text: str, speakers: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert said(text, *speakers) == expected


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("The mayor said nothing. That nine died is known.", ("mayor",)),
        ("The mayor met police that night.", ("mayor", "police")),
        ("Nine died in the mill that the front held.", ("front",)),
        ("The front held a mill that the army had shelled.", ("front", "army")),
        ("The union recalled the envoy that rebels had hurt.", ("union", "rebels")),
        ("It was the front not the army that shot nine.", ("front", "army")),
        ("The mayor, who was said to be ill, died.", ("mayor",)),
        ("It went according to plan.", ("It",)),
        ("According to the army.", ("army",)),
        ("The mayor left. “We will stay.”", ("mayor",)),
        ("What the mayor said was known.", ("mayor",)),
        ("As the mayor said two men died.", ("mayor",)),
        ("The mayor said on Friday.", ("mayor",)),
        ("The mayor said so and left.", ("mayor",)),
        ("Nine died in the raid. The mayor said.", ("mayor",)),
    ],
)
def test_what_only_looks_like_saying_is_left_alone(text: str, speakers: tuple[str, ...]) -> None:
    assert said(text, *speakers) == []


@pytest.mark.parametrize(
    ("sentence", "is_chiefs"),
    [
        ("The king called it “no crime”.", False),
        ("The town vowed to halt what it described as a “shameful deal”.", False),
        ("But he called it “a crime”.", True),
        ("The raid, he said, was “no crime”.", True),  # by words of saying that others find
        ("“We fight on.”", True),
        ("Then: “we fight on.”", True),
    ],
)
def test_what_others_call_something_is_not_of_who_was_quoted_before(sentence: str, *, is_chiefs: bool) -> None:
    text = f"“We hit the base,” the chief said. {sentence}"
    quote = sentence[sentence.index("“") : sentence.index("”") + 1]
    known = (("chief", "“We hit the base,”"), *((("chief", quote),) if "he said" in sentence else ()))
    assert (("chief", quote) in said(text, known=known)) == is_chiefs


def test_a_quotation_without_words_of_saying_is_of_who_is_quoted_before_it_in_its_paragraph() -> None:
    text = "“We hit the base,” the chief said. “Two of us died.”\n“They lie,” said the mayor."
    known = (("chief", "“We hit the base,”"), ("mayor", "“They lie,”"))
    assert said(text, known=known) == [("chief", "“We hit the base,”"), ("chief", "“Two of us died.”"), ("mayor", "“They lie,”")]


def test_whom_a_quotation_quotes_does_not_take_it_from_who_is_quoted() -> None:
    text = "“We hit the base,” the chief said. “Roe told us that nine died. We left.”"
    known = (("chief", "“We hit the base,”"), ("Roe", "nine died"))
    assert ("chief", "“Roe told us that nine died. We left.”") in said(text, known=known)


def test_a_quotation_that_breaks_off_goes_on_in_the_next_paragraph_and_a_closed_one_does_not() -> None:
    broken = "“We hit the base,” the chief said. “Two died.\n“And we will return.”"
    assert said(broken, known=(("chief", "“We hit the base,”"),))[1:] == [("chief", "“Two died."), ("chief", "“And we will return.”")]
    closed = "“We hit the base,” the chief said.\n“And we will return.”"
    assert said(closed, known=(("chief", "“We hit the base,”"),)) == [("chief", "“We hit the base,”")]


@pytest.mark.parametrize(
    ("text", "speakers", "source"),
    [
        ("In a statement, the Front spoke.\n“We hit it,” the statement said.", ("Front",), "Front"),
        ("The Front issued a long statement.\n“We hit it,” a two-page statement read.", ("Front",), "Front"),
        ("The Front said so in a video.\n“We hit it,” said the video.", ("Front",), "Front"),
        ("A message from the Front was found.\n“We hit it,” the message said.", ("Front",), "Front"),
        ("The Front's letter was long.\n“We hit it,” the letter said.", ("Front",), "Front"),
        ("“We hit it,” the Front's statement said.", ("Front",), "Front"),
        ("“We hit it,” a statement signed by the Front said.", ("Front",), "Front"),
        ("The mayor spoke.\n“We hit it,” the statement said.", ("mayor",), None),
        ("The Front issued a video.\n“We hit it,” the statement said.", ("Front",), None),
        (
            "The Front and the Guard issued a statement. A statement by the Guard was read.\n“We hit it,” the statement said.",
            ("Front",),
            None,
        ),
        ("“We hit it,” a post on the site of the Front said.", ("Front",), None),
    ],
)
def test_a_statement_is_of_who_issued_it_if_the_text_says_who(text: str, speakers: tuple[str, ...], source: str | None) -> None:
    assert said(text, *speakers) == ([(source, "“We hit it,”")] if source else [])


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The Front issued a statement.\nThe statement said that nine had died; the army left.", "nine had died"),
        ("The Front issued a statement.\nThe statement said: “Nine died.”", "“Nine died.”"),
        ("The Front issued a statement.\nNine had died, the statement said.", "Nine had died,"),
    ],
)
def test_what_a_statement_says_stands_on_either_side_of_it(text: str, content: str) -> None:
    assert said(text, "Front") == [("Front", content)]


def test_a_quotation_of_a_statement_is_not_of_who_spoke_before() -> None:
    text = "“We stay,” the mayor said. “We hit it,” the statement said."
    assert said(text, "mayor", known=(("mayor", "“We stay,”"),)) == [("mayor", "“We stay,”")]


def test_behind_a_quotation_that_ends_its_sentence_a_statement_speaks_of_its_own() -> None:
    text = "The mayor said “we stay.” He said: “We hope.” The letter said more."
    assert said(text, "mayor", known=(("mayor", "“we stay.”"),)) == [("mayor", "“we stay.”"), ("mayor", "“We hope.”")]


def test_what_the_network_found_stays_and_is_not_found_twice() -> None:
    text = "The mayor said that nine died."
    assert said(text, "mayor", known=(("The mayor", "that nine died"),)) == [("The mayor", "that nine died")]


WORDS = (
    "The",
    "mayor",
    "mayor",
    "said",
    "said",
    "that",
    "nine",
    "died",
    "“we",
    "stay”",
    ",",
    ",",
    ".",
    "\n",
    ";",
    "according to",
    "adding",
    "and",
)


@given(st.lists(st.sampled_from(WORDS), max_size=20))
def test_odd_text_never_raises_and_contents_are_what_the_text_says(words: list[str]) -> None:
    text = " ".join(words)
    mentions = [Span(*found.span(), found[0]) for found in re.finditer("mayor", text)]
    for attribution in with_sayings(text, ((0, len(text)),), mentions, ()):
        assert text[attribution.content.start : attribution.content.end] == attribution.content.text
        assert attribution.content.text.strip()
        assert attribution.source in mentions


def test_odd_text_has_attributions_at_all() -> None:
    assert said("The mayor said that nine died , and mayor said “we stay” .", "mayor")


@pytest.mark.parametrize(
    ("text", "speakers", "expected"),
    [
        ("The ministry closed the bridge, saying gunmen had attacked it.", ("ministry", "gunmen"), "ministry"),
        (
            "On Monday, Oz's foreign minister left, claiming rebels had fired.",
            ("Oz", "foreign minister", "rebels"),
            "foreign minister",
        ),
        ("UR (Reuters) - Oz shut its border, alleging rebels had fired.", ("Oz", "its", "rebels"), "Oz"),
        ("The army fled, and the union struck, saying nine died.", ("army", "union"), None),
        ("After the army fled the union struck, saying nine died.", ("army", "union"), None),
        ("In its answer the council refused, saying nine died.", ("its", "council"), None),
        ("Thieves took it, police told us, adding nine died.", ("Thieves", "police"), None),
        ("UR: The council refused, saying nine died.", ("UR", "council"), None),
    ],
)
def test_who_does_something_saying_why_says_it(text: str, speakers: tuple[str, ...], expected: str | None) -> None:
    content = text[text.index("ing ", text.rindex(",")) + 4 :].removeprefix("that ")
    assert said(text, *speakers) == ([(expected, content)] if expected else [])


def test_who_speaks_before_in_the_sentence_adds_what_is_added() -> None:
    text = "The mayor said that nine died, adding that the front did it."
    assert said(text, "mayor", "front") == [("mayor", "nine died, adding that the front did it.")]
    text = "Nine died, the mayor said, adding that the front did it."
    built = build("a", text)
    known = Attribution(span(text, "mayor"), span(text, "Nine died"), span(text, "said"))
    found = with_sayings(text, built.sentences, [span(text, "mayor"), span(text, "front")], [known])
    assert [(a.source.text, a.content.text) for a in found] == [("mayor", "Nine died"), ("mayor", "the front did it.")]
