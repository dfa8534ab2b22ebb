"""Corpora that come as words: files in, and the words as a spaCy `Doc` that the reader's components take as it is.

The reader then reads the corpus' own words, and nothing has to be guessed about the spaces between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from spacy.language import Language

    from kg.reader import Reader

WordSpan = tuple[int, int]  # half-open


def files(path: Path, pattern: str) -> list[Path]:
    """List a file itself, or the files of a folder that match, by name.

    Raises:
        InputError: There is none.
    """
    found = [path] if path.is_file() else sorted(path.glob(pattern))
    if not found:
        raise InputError(f"{path}: holds no file {pattern}. Give the folder of the corpus' dev part, or one of its files")
    return found


def text_of(path: Path) -> str:
    """Read a file with its line ends as they are, since offsets count them.

    Raises:
        InputError: The file is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 ({error}). Take the corpus' files as they were published") from error


def blocks(path: Path) -> list[list[list[str]]]:
    """Read a file of tab-separated columns; an empty line ends a block.

    Raises:
        InputError: The file is not UTF-8.
    """
    found: list[list[list[str]]] = [[]]
    for line in text_of(path).splitlines():
        if line.strip():
            found[-1].append(line.split("\t") if "\t" in line else line.split())
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def doc_of(nlp: Language, words: Sequence[str], starts: Iterable[int]) -> Doc:
    """Make a document of words, with sentences that begin at `starts`."""
    doc = Doc(nlp.vocab, words=list(words))
    begins = set(starts)
    for token in doc:
        token.is_sent_start = token.i in begins
    return doc


def read_docs(reader: Reader, docs: Iterable[Doc], *, until: str | None = None) -> Iterator[Doc]:
    """Run the reader's components over documents whose sentences are known, in their order, up to the one that is named."""
    names = list(reader.nlp.pipe_names)
    wanted = names if until is None else names[: names.index(until) + 1]
    with reader.nlp.select_pipes(enable=[name for name in wanted if name != "kg_sentences"]):
        yield from reader.nlp.pipe(docs)
