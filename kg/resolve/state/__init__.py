"""Resolution that goes on from where it was: articles that came or went come in, and which articles and things that touches goes out.

What is found is what resolving all articles at once finds (`kg.resolve.resolve`), in the time that the change takes: names and tellings
are counted in and out, compared with those of their blocks, and settled anew only together with what they are tied to. It lies in a file
beside the evidence that can be made anew from it at any time.
"""

from __future__ import annotations

from kg.resolve.state.articles import Articles, Speaking
from kg.resolve.state.happenings import JudgedAcrossRoundsError
from kg.resolve.state.state import FILE, Change, State, Touched
from kg.resolve.state.view import View

__all__ = ["FILE", "Articles", "Change", "JudgedAcrossRoundsError", "Speaking", "State", "Touched", "View"]
