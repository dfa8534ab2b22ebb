"""What tests of properties share: text as strangers send it, files that were damaged, and how many examples are tried.

The suite tries few examples and always the same ones (profile `suite`); `pytest --hypothesis-profile=deep tests/test_properties_*.py` tries
many that differ from run to run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = "\u00ad\u034f\u115f\u180e\u200b\u200c\u200d\u2060\ufeff\ufe0f\U000e0001\U000e0041"
BREAKS = "\t\n\r\v\f\x1c\x1d\x1e\x85\u00a0\u2028\u2029\u3000"
CONTROLS = "\x00\x01\x07\x08\x1b\x7f\x9b\ufffe\uffff\U0010ffff"
CHANGING = "İıſßŉǰΐﬁẞΣς²①٣９Ⅷ\u0301\u0345𝔄👩🏽"
"""Letters whose small form is longer or another, digits that are none to `int`, marks that join what stands before them."""
MARKUP = ("<script>", "</script>", "<!--", "]]>", "&#60;", "&amp;", "{{7*7}}", "${x}", "javascript:x", '"', "'", "`", "<", ">", "\\", "%00")
QUERIES = ('" }', "'''", '"""', "?x", "} ; DROP ALL #", "\\u0022", "<urn:x>", "^^", "@en", "_:b", "--")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "|x", ";", ",")
NEWS = (
    *("The rebels attacked", "Ada Roe", "killed", "at least", "12 people", "84", "1,200", "two dozen", "the death toll rose to", "from"),
    *("including 3 children", "on Friday", "last year", "in March", "9999-12-31", "0000-01-01", "two days after", "three years ago"),
    *(
        "said",
        "denied",
        "claimed responsibility for",
        "the bombing",
        "U.S.",
        ".",
        ",",
        "\n\n",
        " ",
        "“",
        "”",
        "in Kabul",
        "KABUL, Jan. 3 (AP) —",
    ),
)

characters = st.characters() | st.sampled_from(BIDI + UNSEEN + BREAKS + CONTROLS + CHANGING) | st.characters(categories=["Cs"])
"""Any code point, halves of surrogate pairs too; such as do harm come often."""
any_text: SearchStrategy[str] = st.text(characters, max_size=30) | st.lists(
    st.sampled_from(MARKUP + QUERIES + FORMULAS) | st.text(characters, max_size=3), max_size=8
).map("".join)


def writable(text: str) -> str:
    """Return the text without what no file can hold."""
    return re.sub("[\x00\ud800-\udfff]", "", text)


file_text: SearchStrategy[str] = any_text.map(writable)
news: SearchStrategy[str] = st.lists(
    st.sampled_from(NEWS) | st.sampled_from(list(BIDI + UNSEEN + BREAKS + CHANGING)) | file_text, max_size=25
).map(" ".join) | st.lists(st.sampled_from(NEWS) | file_text, max_size=25).map("".join)
"""Sentences of news between and within which anything stands."""


@st.composite
def damaged(draw: st.DrawFn, files: Sequence[bytes]) -> bytes:
    """One of the files, with pieces cut out, doubled, moved, overwritten or put in."""
    content = bytearray(draw(st.sampled_from(files)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        size = draw(st.sampled_from((1, 2, 4, 16, 64, 1024)))
        piece = draw(
            st.binary(max_size=8)
            | st.just(bytes(content[at : at + size]))
            | st.sampled_from([b"\xff" * 4, b"\0" * 4, b"\x80", b"<", b'"', b"\n", b"9" * 20, b"-1", b"%", b"\xed\xa0\x80"])
        )
        content[at : at + draw(st.sampled_from((0, len(piece), size)))] = piece
    return bytes(content)


def fewer(share: int) -> settings:
    """Return settings that try a share of the profile's examples, for what takes long."""
    return settings(max_examples=max(1, settings().max_examples // share))
