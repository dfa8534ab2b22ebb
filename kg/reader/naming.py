"""Where the shipped weights lie, and what readings say that weights read them. Neither the weights nor what runs them is loaded here."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHIPPED = Path(__file__).parent / "weights"
# The encoder with the heads over words, and a scorer of pairs each. A file each, for a run looks at all that stands in its file.
NETWORKS = ("reader", "role", "relation", "entity", "event")
MODELS = {name: f"{name}.onnx" for name in NETWORKS}
# What `kg_chains` has beside them, where the weights have it.
CHAINS = {"heads": "chain_heads.onnx", "extents": "chain_extents.onnx", "links": "chain_links.onnx"}
VOCABULARY, SETTINGS = "vocabulary.json", "settings.json"
_KEYS = frozenset({"labels", "sha256", "thresholds", "window"})


def extractor_name(digest: str) -> str:
    """Return the name of the reader whose networks have this SHA-256, in hexadecimal digits."""
    return f"kg-reader/{digest[:12]}"


def extractor(weights: Path = SHIPPED) -> str:
    """Return the name of the reader with the weights in a folder, as its settings say; whether the networks are those is told on loading.

    Raises:
        ReaderError: The settings are missing or damaged.
    """
    return extractor_name(str(read_settings(weights)["sha256"]))


def digest_of(networks: Iterable[bytes]) -> str:
    """Return the SHA-256 of the files of networks, in the order of `NETWORKS`, in hexadecimal digits."""
    digest = hashlib.sha256()
    for content in networks:
        digest.update(content)
    return digest.hexdigest()


def digest_of_chains(settings: Mapping[str, object], networks: Iterable[bytes]) -> str:
    """Return the SHA-256 of the files of `CHAINS`, in their order, and of the weights that they belong to, in hexadecimal digits."""
    return digest_of([str(settings["sha256"]).encode(), *networks])


def read_settings(folder: Path) -> dict[str, object]:
    """Return what belongs to the weights in a folder.

    Raises:
        ReaderError: The settings are missing or damaged.
    """
    path = folder / SETTINGS
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ReaderError(f"{folder}: no {SETTINGS}. Reinstall kg, or name a folder that `python -m kg.train` wrote") from error
    except ValueError as error:
        raise ReaderError(f"{path}: damaged ({error}). Reinstall kg") from error
    if not isinstance(settings, dict) or not settings.keys() >= _KEYS:
        raise ReaderError(f"{path}: not the settings of a reader, which have {', '.join(sorted(_KEYS))}. Reinstall kg")
    return settings
