"""From corpora to the reader's weights; needs the `[train]` extra, and nothing of the rest imports it."""
