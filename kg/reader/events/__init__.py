"""What the wording says of an event beside the network: its type, whether it happened, who has which part in it."""
