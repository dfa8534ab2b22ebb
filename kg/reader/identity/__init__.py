"""Which mentions of an article are one actor, which triggers one event, and what tells them apart."""
