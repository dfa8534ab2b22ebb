"""From text to the encoder's vectors, logits and pair scores, and from these to spans and clusters. Nothing here knows what news means."""
