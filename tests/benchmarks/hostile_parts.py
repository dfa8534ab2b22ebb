"""What hostile inputs are made of: short articles, words that would run, pages, damage, and the marks by which they are known again."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Final

Files = Iterator[tuple[str, bytes]]
"""Names, and what stands in the files of these names."""
Make = Callable[[random.Random], Files]

RAN: Final = "kgRan"
"""The list in a window that scripts put their mark into."""
HOST: Final = "canary.invalid"
"""The host that nothing may ask for anything."""

SHORTEST: Final = "\u0301\u200b\u202e\ufeff\u00ad\u3000\u0085\u2028" + "aZ0.,!?“”'\"-<>&%$#@[]{}()\\|/~`^_=+*:;çßİıﬁ中ش👩🏽𝔄"
BIDI: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN: Final = "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\ufeff\ufe0f\U000e0001\U000e0041"
CITIES: Final = (
    "Kabul",
    "Herat",
    "Mosul",
    "Aleppo",
    "Homs",
    "Quetta",
    "Aden",
    "Tripoli",
    "Mogadishu",
    "Khartoum",
    "Goma",
    "Bamako",
    "Kano",
)
MONTHS: Final = ("January", "March", "April", "May", "July", "August", "October", "November", "December")
DEEDS: Final = (
    ("attacked a market", "killing"),
    ("bombed a station", "wounding"),
    ("stormed a school", "kidnapping"),
    ("shot at a bus", "injuring"),
    ("shelled a village", "displacing"),
)
ENCODINGS: Final = (
    "cp1252",
    "latin-1",
    "shift_jis",
    "big5",
    "gb18030",
    "koi8-r",
    "utf-7",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp037",
)


def story(number: int, *, who: str = "Red Front", where: str = "", more: str = "") -> str:
    """Return a short article in which something happens; no two are reprints of one another, or tell of the same event."""
    city, (did, doing) = where or CITIES[number % len(CITIES)], DEEDS[number % len(DEEDS)]
    day = f"{number % 28 + 1} {MONTHS[number % len(MONTHS)]} {2000 + number % 23}"
    return (
        f"Gunmen from the {who} {did} in {city} on {day}, {doing} {number + 3} people.\n"
        f"Police said that the {who} claimed responsibility for incident number {number}. {more}\n"
    )


def scripts(mark: str) -> tuple[str, ...]:
    """Return words that would run or ask for something if a page took them for markup, an address or code."""
    run = f"(window.{RAN}=window.{RAN}||[]).push('{mark}')"
    return (
        f"<script>{run}</script>",
        f"</script><script>{run}</script>",
        f'<img src=x onerror="{run}">',
        f'"><svg onload="{run}">',
        f"'><details open ontoggle={run}>",
        f"<iframe srcdoc=\"<script>parent.{RAN}=['{mark}']</script>\"></iframe>",
        f"javascript:{run}",
        f"JaVaScRiPt\u0009:{run}//",
        f"data:text/html,<script>{run}</script>",
        f"<img src=https://{HOST}/{mark}.png>",
        f"//{HOST}/{mark}",
        f'<link rel=stylesheet href="https://{HOST}/{mark}.css">',
        f"<style>@import 'https://{HOST}/{mark}.css'</style>",
        f'<base href="https://{HOST}/{mark}/">',
        f'<form action="https://{HOST}/{mark}"><input autofocus onfocus="{run}">',
        f"<!--<script>{run}//-->",
        f'{{{{constructor.constructor("{run}")()}}}}',
        f"{{% print({run}) %}}${{{run}}}",
        f"\u2028{run}\u2029//",
        f"]]><script>{run}</script>",
        f"&lt;script&gt;{run}&lt;/script&gt;",
        f"\\u003cscript\\u003e{run}\\u003c/script\\u003e",
        f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={run}&gt;">',
        f"+ADw-script+AD4-{run}+ADw-/script+AD4-",
    )


def line(**values: object) -> bytes:
    return json.dumps(values).encode()


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body><article>{body}</article></body></html>".encode("utf-8", "surrogatepass")


def paragraphs(number: int) -> str:
    return "".join(f"<p>{words}</p>" for words in story(number).splitlines())


def damaged(source: random.Random, content: bytes) -> bytes:
    """Return the content with some pieces cut out, doubled, overwritten or put in."""
    made = bytearray(content)
    for _ in range(source.randint(1, 6)):
        at, size = source.randrange(len(made) + 1), source.choice((1, 2, 4, 16, 256))
        piece = source.choice(
            (source.randbytes(size), bytes(made[at : at + size]), b"\xff" * 4, b"\0" * 4, b"9" * 20, b"-1", b"<", b"%", b"")
        )
        made[at : at + source.choice((0, len(piece), size))] = piece
    return bytes(made)
