"""What names of made towns, persons and groups are put together from."""

SYLLABLES = (
    "ar",
    "ben",
    "cor",
    "dal",
    "er",
    "fa",
    "gor",
    "hin",
    "il",
    "jo",
    "kar",
    "lem",
    "mi",
    "nor",
    "os",
    "pra",
    "ruk",
    "sen",
    "tal",
    "ver",
)
