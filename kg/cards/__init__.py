"""Shows one thing at a time, at a prompt and in a notebook: an actor, an event, an article, a timeline, a map.

Tables and readings come in, objects go out that JupyterLab, VS Code and exported pages display without a server, a script or a network.
All text of the news is escaped.
"""

from __future__ import annotations

from kg.cards.article import Article, article, articles
from kg.cards.things import ActorCard, EventCard, actor_card, event_card
from kg.cards.timeline import Timeline

__all__ = ["ActorCard", "Article", "EventCard", "Timeline", "actor_card", "article", "articles", "event_card"]
