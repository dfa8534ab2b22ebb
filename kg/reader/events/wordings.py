"""The table of wordings of another meaning: what the network takes them for, the words, what stands before, and what they mean.

What the annotators make of a wording decides; where they have it not, their guideline does. A row names the types of the network that are
wrong there, so that a type that may be right stays.
"""

from __future__ import annotations

from kg.hierarchy import ATTACKS
from kg.reader.events.senses import Sense, sense
from kg.reader.lexicon import WORD

VIOLENCE = ATTACKS | {"Clash", "Destruction", "Injury", "Killing"}


_THE = r"(?:(?:an?|all|any|her|his|its|our|some|such|that|the|their|these|those)\s+)"
_TIES = (
    r"(?:(?:all|any|consular|diplomatic|economic|formal|full|her|his|its|official|political|the|their|trade)\s+){0,4}(?:relations|ties)\b"
)
_CUTTING = r"(?:br(?:eak|eaks|eaking|oke|oken)|cut|cuts|cutting|sever\w*|suspend\w*)(?:\s+off)?"
_PACT = (
    r"(?:accord|agreement|alliance|bargain|cease-?\s?fire|compact|compromise|contract|deal|pact|partnership|peace|settlement|treaty|truce"
    r"|understanding)s?\b"
)
_STRIKING = r"str(?:ike|ikes|iking|uck)\s+"
_GAS = r"(?:tear\s*-?\s*gas|teargas|water\s*-?\s*cannons?|pepper\s*-?\s*(?:gas|spray))"
_SHOTS = r"(?:ammunition|bullets?|gunfire|live|pellets?|rounds|shots)\b"
_MINE = r"(?:(?:an?|the|two)\s+)?(?:[\w-]+\s+){0,2}?(?:explosive\s+device|ied|(?:land)?mine|roadside\s+bomb)s?\b(?!\s+(?:shaft|site|work))"
_OFFICE = r"(?:command|control|leadership|office|power|powers|premiership|presidency|reins|sovereignty|throne)\b"
_ENVOYS = r"(?:ambassadors?|attach[eé]s?|charg[eé]s?|consuls?|diplomats?|envoys?)\b"
_FAULT = (
    r"(?:crisis|debacle|decisions?|defeats?|delays?|errors?|fail(?:ings?|ures?)|fiasco|lapses?|loss|losses|mess|mistakes?|results?|scandals?"
    r"|shortcomings|situation)\b"
)
_NOT_FATAL = r"(?<!\bdeadly\s)(?<!\bfatal\s)(?<!\bfatally\s)(?<!\bfood\s)(?<!\blead\s)(?<!\blethal\s)"
_BORDER = r"(?:airspace|borders?|border\s+crossings?|frontiers?)\b"
_POLICE = r"\b(?:carabineros|detectives|police(?:m[ae]n)?(?:\s+officers)?)\s+(?:in\s+\w+\s+)?(?:(?:also|had|have|later|then)\s+)*"
_BULLET = r"(?:bullets?|pellets?|shrapnel|splinters?)\b"

SENSES: tuple[Sense, ...] = (
    # Of state and office. To cut ties and to expel are sanctions by the annotators' guideline.
    sense({"Agreement", "Decision", "Denial", "Meeting", "Withdrawal"}, rf"{_CUTTING}\s+{_TIES}", "Sanction"),
    sense({"Agreement", "Decision", "Meeting"}, _TIES, None, before=rf"\b{_CUTTING}\s+{_THE}?"),
    sense(VIOLENCE, r"expel(?:s|led|ling)?\b|expulsions?\b", "Sanction"),
    sense({"Displacement", "Resignation"}, rf"expel\w*\s+{WORD}{{0,4}}?{_ENVOYS}", "Sanction"),
    sense(
        {"Aid", "Decision", "Demand"},
        rf"(?:ask|gave|giv|order|t[eo]l[dl])\w*\s+{WORD}{{0,4}}?{_ENVOYS}\s+{WORD}{{0,5}}?to\s+(?:depart|go|leave|quit)\b",
        "Sanction",
    ),
    sense({"Meeting"}, r"consultations?\b", None, before=rf"\brecall\w*\s+{WORD}{{0,3}}{_ENVOYS}[^.;:\n]{{0,60}}\s+for\s+"),
    sense({"Release"}, rf"(?:hand|transfer)\w*\s+(?:over\s+)?{_THE}?(?:\w+\s+)?{_OFFICE}", "Appointment"),
    sense({"ClaimResponsibility"}, rf"\w+\s+(?:\w+\s+)?responsibility\s+for\s+{_THE}?{WORD}{{0,2}}{_FAULT}", None),
    sense(
        {"Decision", "Endorsement"},
        r"rul(?:e|ed|es|ing)\s+out\b",
        "Denial",
        before=r"(?<!\bnot\s)(?<!\bnot\sbeen\s)(?<!\bbe\s)(?<!n't\s)(?<!n’t\s)",
    ),
    sense(
        {"Decision", "Destruction", "Seizure"},
        rf"(?:clos|seal|shut)\w*\s+(?:down\s+|off\s+)?{_THE}?(?:[\w-]+\s+){{0,2}}?{_BORDER}",
        "Sanction",
    ),
    sense({"Denial"}, r"revers(?:e|ed|es|ing)\b", "Decision"),
    # Of law. A charge that somebody denies is what he is accused of, where it is told; nobody need have taken it to court.
    sense(
        {"Prosecution"},
        r"charges?\s+(?:by|from|that)\b|charge\s*[.,;]",
        "Accusation",
        before=rf"\b(?:den(?:y|ied|ies|ying)|(?:disput|refut|reject)(?:e|ed|es|s|ing)?)\s+{_THE}?(?:[\w-]+\s+)?",
    ),
    sense({"Killing"}, r"death\s+penalt", "Prosecution"),
    sense({"Arrest", "Displacement", "Release", "Sanction"}, r"extradit\w+", "Prosecution"),
    sense({"Attack"}, r"raid(?:ed|ing|s)?\b", "Investigation", before=_POLICE),
    sense(
        {"Demand"},
        r"wanted\s+(?:by|for|in\s+connection\s+with|on\s+(?:charges|suspicion)|over)\b",
        "Investigation",
        before=r"(?:\b(?:are|been|is|m[ae]n|most|people|persons?|suspects?|was|were|wom[ae]n)(?:\s+(?:also|long|still))?\s+|,\s+)",
    ),
    # Of deals, sport and speech.
    sense(
        VIOLENCE | {"Protest"},
        rf"{_STRIKING}(?:{_THE}(?:(?!(?:as|at|by|for|in|of|on|over|to|with)\b)[\w-]+\s+){{0,3}}?)?{_PACT}",
        "Agreement",
    ),
    sense(
        VIOLENCE | {"Protest"},
        r"struck\b",
        "Agreement",
        before=rf"\b{_PACT}\s+(?:(?:be|been|had|has|have|is|that|was|were|which)\s+){{0,3}}",
    ),
    sense(VIOLENCE | {"Protest"}, rf"{_STRIKING}{_THE}(?:[\w-]+\s+)?(?:balance|chord|note|pose|tone)\b", None),
    sense(VIOLENCE | {"War"}, r"match(?:es)?\b", None),
    sense({"Accusation", "Attack", "Condemnation", "Prosecution"}, r"follow\w*\s+suit\b", None),
    sense({"Accusation", "Attack", "Condemnation", "Prosecution"}, r"suit\b", None, before=r"\bfollow\w*\s+"),
    sense({"Demand", "Seizure"}, r"press(?:ed|es|ing)?\s+on\s+with\b", None),
    sense(
        {"Endorsement"},
        r"(?:back|support)\b",
        None,
        before=r"\b(?:data|evidence|facts?|grounds|information|intelligence|proof)\s+(?:\w+\s+)?to\s+",
    ),
    sense(
        {"Endorsement"},
        r"back\b",
        None,
        before=r"\b(?:br(?:ing|ought)|c[ao]me|f(?:ight|ought)|hit|pull|push|roll|sen[dt]|str(?:ike|iking|uck)|turn)\w*\s+(?:(?!to\b)[\w'’-]+\s+){0,2}",
    ),
    sense({"Attack"}, r"def(?:ied|ies|y|ying)\b", "Denial"),
    sense({"Condemnation"}, r"grudges?\b", None),
    # Of violence.
    sense({"AirStrike", "Attack", "Investigation"}, r"scrambl(?:e|ed|es|ing)\b", "Deployment"),
    sense(VIOLENCE | {"Arrest"}, r"holed\b", None),
    sense(VIOLENCE, r"pass(?:ed|es|ing)?\s+(?:along|by|into|over|through)\b", None),
    sense({"AirStrike", "Bombing"}, r"(?:(?:fighter|military|war)\s+)?(?:aircraft|helicopters?|jets?|(?:war)?planes?)\b", None),
    sense({"AirStrike", "Bombing"}, r"storm(?:ed|ing|s)\b", "Attack"),
    sense({"AirStrike", "Disaster"}, rf"(?:hit|hits|hitting|struck)\s+{_MINE}", "Bombing"),
    sense({"Killing"}, r"poison(?:ed|ing|ings|s)?\b(?!\s+to\s+death)", "Attack", before=_NOT_FATAL),
    sense(VIOLENCE - {"Attack"}, r"pepper\s*-?\s*spray(?:ed|ing|s)\b|tear\s*-?\s*gass(?:ed|ing)\b", "Attack"),
    sense(VIOLENCE - {"Attack", "Shooting"}, _GAS, None),
    sense(
        {"AirStrike", "Bombing", "Destruction", "Shooting"},
        r"(?:fir(?:e|ed|es|ing)|launch\w*|lobb\w+|shot|thr[eo]w\w*|us(?:e|ed|es|ing))\s+"
        rf"(?:(?!{_SHOTS}|(?:by|is|was|were)\b)[\w-]+\s+){{0,3}}?{_GAS}(?![^.;:\n]{{0,40}}\b{_SHOTS})",
        "Attack",
    ),
    sense({"Bombing", "Destruction", "Disaster"}, r"hijack(?:ed|ing|ings|s)?\b", "Seizure"),
    sense({"Bombing"}, rf"fir(?:e|ed|es|ing)\s+{WORD}{{0,5}}?{_SHOTS}", "Shooting"),
    sense({"Condemnation", "Protest"}, r"(?:reveng|aveng|retaliat|retribut)\w*+(?!\s*[.,:;])|reprisals?\b|vengeance\b", "Attack"),
    sense({"Protest"}, r"flock(?:ed|ing|s)?\b", None),
    sense({"Destruction", "Killing"}, r"laid\s+down\s+(?:their\s+)?(?:arms|weapons)\b", "Withdrawal"),
    # Of things and bodies.
    sense({"Destruction"}, r"re(?:build|built|construct|furbish|novat|pair|stor)\w*", None),
    sense(
        {"Destruction"},
        r"burns\b",
        "Injury",
        before=r"\b(?:degree|for|from|severe|serious|suffer\w*|sustain\w*|treated|with)\s+(?:[\w-]+\s+)?",
    ),
    sense({"Seizure"}, r"swept\s+away\b", "Destruction"),
    sense(
        {"Decision", "Destruction", "Displacement", "Overthrow", "Resignation", "Seizure"},
        rf"remov(?:e|ed|es|ing|al)\s+(?:of\s+)?(?:{_THE}|two\s+|three\s+|several\s+)?(?:[\w-]+\s+)?{_BULLET}",
        None,
    ),
)
BY_KIND = {kind: tuple(one for one in SENSES if kind in one.kinds) for kind in {kind for one in SENSES for kind in one.kinds}}
