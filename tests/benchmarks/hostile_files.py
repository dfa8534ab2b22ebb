"""Hostile inputs that are files of some kind: pages, feeds, Markdown, binary formats, archives, names; a function a class."""

from __future__ import annotations

import bz2
import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Final

from hostile_parts import HOST, Files, damaged, line, page, paragraphs, story

# fmt: off
# Rows of literals stand as many on a line as it holds, see `hostile_texts.py`.

# ---------------------------------------------------------------- pages, feeds, Markdown


def page_bombs(source: random.Random) -> Files:
    text = paragraphs(1)
    for number, tag in enumerate(
        ("div", "b", "table", "blockquote", "ul><li", "span", "svg", "font", "a href=x", "select", "template", "math")
    ):
        for depth in (300, 3000, 50_000):
            yield f"{number}-{depth}.html", page(f"<{tag}>" * depth + text)
    wide = (
        "<p>" * 200_000, "<" * 50_000, "&" * 20_000, "&#x41;" * 100_000, "<!--" * 100_000, "<a " + "x=1 " * 200_000 + ">",
        "<p>a</p>" * 5_000, "<br>" * 200_000, "<![CDATA[" * 50_000, "<?x " * 100_000, "<p " + "a" * 1_000_000 + ">",
        '<img src="data:image/png;base64,' + "A" * 2_000_000 + '">', "<table><tr><td>" * 2000, "<script>" + "x" * 1_000_000,
        "<style>" + "a{}" * 300_000, "<title>" * 9999, "<html>" * 9999, "<body onload=x>" * 9999, "<p>" + "x" * 1_000_000 + "</p>",
        "</p>" * 200_000,
    )
    for number, body in enumerate(wide):
        yield f"w{number}.html", page(body + text)
    for number in range(30):
        yield f"d{number}.html", damaged(source, page(paragraphs(number), "<title>A blast</title><meta charset=utf-8>"))


def entities_and_feeds(source: random.Random) -> Files:
    item = f"<item><title>T</title><description>{story(1)}</description></item>"
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    declared = (
        laughs,
        f'<!ENTITY a9 "{"x" * 100_000}">', '<!ENTITY a9 SYSTEM "file:///etc/passwd">', f'<!ENTITY a9 SYSTEM "https://{HOST}/entity">',
        '<!ENTITY a9 SYSTEM "/dev/zero">', f'<!ENTITY % p SYSTEM "https://{HOST}/entity-p"> %p;', '<!ENTITY a9 "&a9;">',
        '<!ENTITY a9 PUBLIC "x" "expect://id">', "<!ELEMENT rss ANY>", f'<!NOTATION n SYSTEM "https://{HOST}/n">',
    )
    for number, body in enumerate(declared):
        feed = f"<rss><channel><item><description>{'&a9;' * 50}{story(number)}</description></item></channel></rss>"
        for suffix in ("rss", "xml", "atom"):
            yield f"e{number}.{suffix}", f"<?xml version='1.0'?><!DOCTYPE rss [{body}]>{feed}".encode()
        yield f"e{number}.html", f"<!DOCTYPE html [{body}]><html><body><article>&a9;{paragraphs(number)}</article></body></html>".encode()
        yield (
            f"e{number}.xhtml",
            f"<?xml version='1.0'?><!DOCTYPE html [{body}]><html><body><article>&a9;{paragraphs(number)}</article></body></html>".encode(),
        )
    feeds = (
        "<rss>", "<rss/>", "<rss><channel>" + "<a>" * 50_000, "<rss><channel><item>" + "<a/>" * 20_000,
        "<rss " + "a='1' " * 10 + ">" + item, "<svg/>", "<rss><channel>" + "<item/>" * 5000 + "</channel></rss>",
        f"<rss><channel><item><description><![CDATA[{paragraphs(7)}<script>x</script>]]></description></item></channel></rss>",
        f"<rss xmlns:i='http://www.w3.org/2001/XInclude'><i:include href='file:///etc/passwd'/><channel>{item}</channel></rss>",
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
        yield f"{number}.md", f"{run * 3_000}\n\n{story(number)}".encode()
        yield f"i{number}.md", f"{story(number + 30)}{run * 300}{story(number + 60)}".encode()
    yield "front.md", ("---\n" + "title: x\n" * 2_000 + "---\n" + story(1)).encode()
    yield "open.md", ("---\ntitle: x\n" + story(2)).encode()
    yield "alias.md", ("---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\n" + story(3)).encode()
    for number in range(10):
        yield f"d{number}.md", damaged(source, f"---\ntitle: T\ndate: 2024-01-04\n---\n# T\n\n{story(number + 90)}".encode())


# ---------------------------------------------------------------- binary formats


def pdf(*lines: str, title: str = "T") -> bytes:
    stream = "BT /F1 12 Tf 14 TL 50 700 Td " + " ".join(f"({words}) Tj T*" for words in lines) + " ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Title({title})>>",
    )
    made, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Info 6 0 R/Size 7>>"
    return f"{made}{tail}\nstartxref\n{len(made)}\n%%EOF".encode("latin-1")


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
        target = "" if "Target" in headers else "WARC-Target-URI: https://example.org/\r\n"
        head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n{target}{headers}Content-Length: {len(body)}\r\n\r\n"
        return head.encode() + body + b"\r\n\r\n"

    def response(number: int, http: str = "", kind: str = "text/html") -> bytes:
        return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{http}\r\n".encode() + page(paragraphs(number))

    heads = (
        "WARC-Date: x\r\n", "WARC-Target-URI: javascript:x\r\n", "WARC-Target-URI: \u202e\x1b[31m\r\n", "x" * 100_000 + ": y\r\n",
        "Content-Length: 99999999999\r\n", "Content-Length: -5\r\n",
    )
    for number, head in enumerate(heads):
        yield f"h{number}.warc", record(head, response(number))
    https = (
        "Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: br\r\n", "\0: \0\r\n", "x\r\n" * 999,
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
        whole = record("", response(number + 30)) * 2
        yield f"d{number}.warc{'.gz' if number % 2 else ''}", damaged(source, gzip.compress(whole) if number % 2 else whole)


def random_bytes(source: random.Random) -> Files:
    suffixes = (
        "atom", "bz2", "csv", "gz", "html", "jsonl", "md", "parquet", "pdf", "rss", "tar", "tar.gz", "tsv", "txt", "warc", "wet", "xhtml",
        "xml", "zip", "zst", "docx", "exe",
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
    "../../../../tmp/kg-pwned.txt", "/tmp/kg-pwned.txt", "C:\\kg-pwned.txt", "..\\..\\kg-pwned.txt", "a/../../kg-pwned.txt",  # noqa: S108 - what they try to write
    "\x1b[31m.txt", "\u202etxt.exe.txt", "a\nb.txt", "a" * 4000 + ".txt", "d/" * 900 + "a.txt", ".txt", "..txt", "con.txt",
    "<img src=x onerror=x>.txt", "$(touch kg-pwned).txt", "'; --.txt", "%00.txt", "👩\u200d👩.txt", " .txt", "-rf.txt",
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
    yield "p.warc", gzip.compress(zeros)
    yield "q.warc.gz", gzip.compress(b"WARC/1.0\r\n" + b"x: y\r\n" * 10_000_000)
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
        "\x1b[31mred.txt", "\u202etxt.exe.txt", "a\nb.txt", "a\rb.txt", "a\tb.txt", " .txt", "-o x.txt", "--output.txt",
        "$(touch kg-pwned).txt", "`touch kg-pwned`.txt", "a;touch kg-pwned;.txt", "a|b.txt", "a&b.txt", "'\".txt",
        "<img src=x onerror=x>.txt", "%00.txt", "%2e%2e%2f.txt", "..txt", "...txt", "a..txt", "A.TXT", "a.txt.txt", "a.html.txt",
        "\udcff\udcfe.txt", "\udce9t\udce9.jsonl", "é.txt", "e\u0301.txt", "👩\u200d👩.txt", "\u200b.txt", "\ufeff.txt", "x" * 251 + ".txt",
        "no suffix", "a.", "a.docx", "a.txt~", "#a#.txt", "*.txt", "?.txt", "[a].txt", "{a,b}.txt", "~.txt", "s3:.txt", "http:.txt",
        "file:.txt", "con.txt", "nul.txt", "a:b.txt", "\\\\a.txt", "C:\\a.txt", "a\x7fb.txt", "a\x85b.txt", "\u2028.txt", "a!b.zip!c.txt",
        "@a.txt", "=1.txt", "a,b.txt", "a\x01.txt",
    )
    for number, name in enumerate(names):
        yield name, line(id=f"name {number}", text=story(number)) if name.endswith("jsonl") else story(number).encode()


def languages(source: random.Random) -> Files:
    del source
    texts = {
        "de": "Bei einem Anschlag auf einen Markt in der Hauptstadt sind laut Polizei mindestens zwölf Menschen getötet worden.",
        "fr": "Au moins douze personnes ont été tuées vendredi dans un attentat contre un marché de la capitale, a annoncé la police.",
        "es": "Al menos doce personas murieron el viernes en un atentado contra un mercado de la capital, según informó la policía local.",
        "ru": "По меньшей мере двенадцать человек погибли в пятницу в результате нападения на рынок в столице, сообщила местная полиция.",
        "ar": "قتل اثنا عشر شخصا على الأقل يوم الجمعة في هجوم على سوق في العاصمة، حسبما أعلنت الشرطة المحلية في بيان صحفي.",
        "zh": "当地警方表示，星期五首都一个市场遭到袭击，至少有十二人死亡，数十人受伤，目前没有任何组织声称对此负责，调查仍在继续。",
        "tr": "Polis, başkentte bir pazara düzenlenen saldırıda en az on iki kişinin öldüğünü ve onlarcasının yaralandığını açıkladı.",
        "sw": "Watu wasiopungua kumi na wawili waliuawa siku ya Ijumaa katika shambulio dhidi ya soko katika mji mkuu, polisi walisema.",
    }
    for code, text in texts.items():
        yield f"{code}.txt", text.encode()
        yield f"{code}.jsonl", line(id=f"said to be English {code}", text=text + " ", language="en")
        yield f"mixed-{code}.txt", f"{story(len(code))}\n\n{text}".encode()


# ---------------------------------------------------------------- what takes long


def long_texts(source: random.Random) -> Files:
    """Texts of up to five million characters, words of a million, ten thousand sentences without a full stop."""
    pairs = [(who, where) for who in ("rebels", "army") for where in ("kabul", "herat", "the north", "a town")]
    sentences = [f"the {who} attacked {where} on friday and {number} people fled" for number, (who, where) in enumerate(pairs, start=3)]
    yield "no-stops.txt", "\n".join(source.choice(sentences) for _ in range(10_000)).encode()
    yield "one-line.txt", " ".join(source.choice(sentences) for _ in range(10_000))[:100_000].encode()
    yield "word.txt", b"a" * 1_000_000
    yield "story-word.txt", (story(1) + "a" * 1_000_000).encode()
    yield "spaces.txt", (story(2) + " " * 4_900_000 + "killed 12.").encode()
    yield "lines.txt", (story(3) + "\n" * 4_900_000 + "x").encode()
    yield "stops.txt", (story(4) + "." * 1_000_000).encode()
    yield "digits.txt", (story(5) + "killed " + "9" * 1_000_000 + " down from " + "9" * 1_000_000).encode()
    yield "too-long.txt", b"a b " * 1_300_000
    quiet = "The weather stayed calm, and people along the river spoke of the harvest and of {} other things that day. "
    whole = "".join(quiet.format(n) if n % 100 else story(n) for n in range(60_000))
    yield "five-million.txt", whole[:4_990_000].encode()
