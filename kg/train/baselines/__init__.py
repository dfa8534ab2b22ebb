"""Two baselines that the reader is measured against: a lexicon, and the reader's heads over spaCy's own CNN."""
