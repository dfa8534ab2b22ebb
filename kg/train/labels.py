"""Label sets of the corpora that teach the encoder beside our own annotation; their heads are dropped before export."""

from __future__ import annotations

from kg.reader.encoder.labels import ATTRIBUTION_TAGS, FACTUALITY_LABELS, MENTION_TAGS, NAME_TAGS, TRIGGER_TAGS, bio

CROSSNER_TAGS = bio(("country", "election", "event", "location", "misc", "organisation", "person", "politicalparty", "politician"))
RE3D_TAGS = bio(
    (
        "CommsIdentifier",
        "DocumentReference",
        "Frequency",
        "Location",
        "MilitaryPlatform",
        "Money",
        "Nationality",
        "Organisation",
        "Person",
        "Quantity",
        "Temporal",
        "Url",
        "Vehicle",
        "Weapon",
    )
)
MUC_TAGS = bio(("PerpInd", "PerpOrg", "Target", "Victim", "Weapon"))
ECB_TAGS = bio(("Event",))

# Layer of `Example.tags` → its tags. The first four are exported.
TAG_LAYERS: dict[str, tuple[str, ...]] = {
    "mention": MENTION_TAGS,
    "trigger": TRIGGER_TAGS,
    "polnear": ATTRIBUTION_TAGS,
    "worldwide": NAME_TAGS,
    "crossner": CROSSNER_TAGS,
    "re3d": RE3D_TAGS,
    "muc": MUC_TAGS,
    "ecb": ECB_TAGS,
}
# Heads over words, exported or not: the tag layers and factuality, which is read at triggers.
HEAD_SIZES: dict[str, int] = {**{name: len(tags) for name, tags in TAG_LAYERS.items()}, "factuality": len(FACTUALITY_LABELS)}
# RAMS' roles (Ebner et al. 2020), in its own words; "other" takes the rare ones.
RAMS_ROLES = (
    "other", "attacker", "target", "victim", "place", "instrument", "participant", "communicator", "recipient", "giver", "killer",
    "destination", "origin", "transporter", "passenger", "artifact", "beneficiary", "defendant", "judgecourt", "jailer", "detainee",
    "crime", "prosecutor", "employee", "placeofemployment", "injurer", "demonstrator", "topic", "damager", "damagerdestroyer", "destroyer",
    "preventer", "ballot", "candidate", "voter", "retreater", "observer", "observedentity", "money", "victimdetainee",
)  # fmt: skip
