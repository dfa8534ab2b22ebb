"""What the page is made of: that the script was built from its source, and that what comes from others has its licence beside it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ASSETS = Path(__file__).parent.parent / "kg" / "view" / "assets"
TOOLS = ASSETS / "node_modules"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read(name: str) -> str:
    return (ASSETS / name).read_bytes().decode()


def test_the_script_was_built_from_the_source_that_lies_beside_it() -> None:
    names = sorted(path.name for path in (ASSETS / "src").glob("*.js"))
    sources = digest("\n".join(f"{name}\n{read(f'src/{name}')}" for name in names))
    head, _, script = read("page.js").partition("\n")
    told = dict(zip(("source", "script"), re.findall(r"[0-9a-f]{64}", head), strict=True))
    assert told == {"source": sources, "script": digest(script.removesuffix("\n"))}, "run `npm ci && npm run build` in kg/view/assets"


@pytest.mark.skipif(
    not TOOLS.is_dir() or shutil.which("npm") is None, reason="the tools of the page are not installed (npm ci in kg/view/assets)"
)
def test_building_again_changes_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "assets"
    shutil.copytree(ASSETS, copy, ignore=shutil.ignore_patterns("node_modules"))
    (copy / "node_modules").symlink_to(TOOLS)
    subprocess.run([str(shutil.which("npm")), "run", "build"], cwd=copy, check=True, capture_output=True)  # noqa: S603 - our own command
    built = {path.name: path.read_bytes() for path in copy.iterdir() if path.is_file()}
    assert built == {path.name: path.read_bytes() for path in ASSETS.iterdir() if path.is_file()}


@pytest.mark.parametrize(
    ("package", "licence", "file"),
    [
        ("leaflet", "BSD 2-Clause", "leaflet.js"),
        ("world-atlas", "Permission to use, copy, modify, and/or distribute", "world.json"),
        ("topojson-client", "Permission to use, copy, modify, and/or distribute", "page.js"),
    ],
)
def test_what_comes_from_others_has_its_licence_and_its_version(package: str, licence: str, file: str) -> None:
    versions = json.loads(read("package.json"))["devDependencies"]
    assert licence in read(f"LICENSE.{package}.txt")
    assert re.fullmatch(r"\d+\.\d+\.\d+", versions[package])
    if file.endswith(".js"):
        assert versions[package] in read(file)[:400]


def test_no_asset_names_a_file_or_a_host_to_load() -> None:
    code = {name: read(name) for name in ("page.js", "page.css", "leaflet.css", "page.html.j2")}
    assert {
        name for name, text in code.items() if re.search(r"url\(|@import|sourceMappingURL|</script", text) and not name.endswith("j2")
    } == set()
    assert re.search(r"""(src|href)\s*=\s*["'](https?:)?//""", "".join(code.values())) is None
    assert "fetch(" not in code["page.js"]
    assert [name for name in ("page.js", "ask.js", "leaflet.js") if "fetch(" in read(name)] == ["ask.js"]  # in pages of a server only
    assert not re.search(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval)\b", code["page.js"])
