"""Who says that an event happened, or that someone had a part in it."""
