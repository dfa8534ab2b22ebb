"""Which country a name, an adjective or a capital means, and of which country a mention is said to be.

In come words; out go short codes, mostly of ISO 3166-1. Unions of states count as what is none of the others. What names may be several
countries' ("Congo", "Korea") has the codes of all. Which country a place lies in is asked in `kg.resolve`, not here.
"""

from __future__ import annotations

import re

NOBODY: frozenset[str] = frozenset()
UNIONS = frozenset(("eu", "au", "un", "nato", "al", "asean", "ecowas", "oas"))  # their officers are of a country, too
# By code: the names of a country, and behind a semicolon its adjectives and its capital, where that is no well-known name of another place.
# Unions have no names before it, as they are no countries.
_TABLE: dict[str, str] = {
    "AD": "Andorra; Andorran", "AE": "United Arab Emirates|UAE|U.A.E.|Emirates; Emirati|Abu Dhabi", "AF": "Afghanistan; Afghan|Kabul",
    "AG": "Antigua and Barbuda", "AL": "Albania; Albanian|Tirana", "AM": "Armenia; Armenian|Yerevan", "AO": "Angola; Angolan|Luanda",
    "AR": "Argentina; Argentine|Argentinian|Argentinean|Buenos Aires",
    "AT": "Austria; Austrian|Vienna", "AU": "Australia; Australian|Canberra",
    "AZ": "Azerbaijan; Azerbaijani|Azeri|Baku", "BA": "Bosnia|Bosnia and Herzegovina|Bosnia-Herzegovina; Bosnian|Sarajevo",
    "BB": "Barbados; Barbadian", "BD": "Bangladesh; Bangladeshi|Dhaka", "BE": "Belgium; Belgian",
    "BF": "Burkina Faso|Burkina; Burkinabe|Burkinabé|Ouagadougou", "BG": "Bulgaria; Bulgarian", "BH": "Bahrain; Bahraini|Manama",
    "BI": "Burundi; Burundian|Bujumbura|Gitega", "BJ": "Benin; Beninese|Cotonou", "BN": "Brunei; Bruneian",
    "BO": "Bolivia; Bolivian|La Paz", "BR": "Brazil; Brazilian|Brasilia|Brasília", "BS": "Bahamas; Bahamian", "BT": "Bhutan; Bhutanese",
    "BW": "Botswana; Botswanan|Gaborone", "BY": "Belarus; Belarusian|Belarussian|Minsk", "BZ": "Belize; Belizean",
    "CA": "Canada; Canadian|Ottawa", "CD": "Democratic Republic of Congo|DRC|DR Congo|Democratic Republic of the Congo; Kinshasa",
    "CF": "Central African Republic; Bangui", "CG": "Republic of Congo|Republic of the Congo; Brazzaville",
    "CH": "Switzerland; Swiss|Bern", "CI": "Ivory Coast|Côte d'Ivoire|Cote d'Ivoire; Ivorian|Abidjan", "CL": "Chile; Chilean",
    "CM": "Cameroon; Cameroonian|Yaounde|Yaoundé", "CN": "China|PRC|People's Republic of China; Chinese|Beijing|Peking",
    "CO": "Colombia; Colombian|Bogota|Bogotá", "CR": "Costa Rica; Costa Rican", "CU": "Cuba; Cuban|Havana",
    "CV": "Cape Verde; Cape Verdean", "CY": "Cyprus; Cypriot|Nicosia", "CZ": "Czech Republic|Czechia; Czech|Prague",
    "DE": "Germany; German|Berlin", "DJ": "Djibouti; Djiboutian", "DK": "Denmark; Danish|Copenhagen", "DM": "Dominica",
    "DO": "Dominican Republic", "DZ": "Algeria; Algerian|Algiers", "EC": "Ecuador; Ecuadorian|Ecuadorean|Quito",
    "EE": "Estonia; Estonian|Tallinn", "EG": "Egypt; Egyptian|Cairo", "ER": "Eritrea; Eritrean|Asmara",
    "ES": "Spain; Spanish|Spaniard|Madrid", "ET": "Ethiopia; Ethiopian|Addis Ababa", "FI": "Finland; Finnish|Finn|Helsinki",
    "FJ": "Fiji; Fijian|Suva", "FR": "France; French|Paris", "GA": "Gabon; Gabonese|Libreville",
    "GB": "United Kingdom|UK|U.K.|Britain|Great Britain; British|London", "GD": "Grenada; Grenadian", "GE": "Georgia; Georgian|Tbilisi",
    "GH": "Ghana; Ghanaian|Accra", "GM": "Gambia; Gambian|Banjul", "GN": "; Conakry",
    "GQ": "Equatorial Guinea; Equatorial Guinean|Malabo", "GR": "Greece; Greek|Athens", "GT": "Guatemala; Guatemalan|Guatemala City",
    "GW": "Guinea-Bissau; Bissau", "GY": "Guyana; Guyanese", "HN": "Honduras; Honduran|Tegucigalpa",
    "HR": "Croatia; Croatian|Croat|Zagreb", "HT": "Haiti; Haitian|Port-au-Prince", "HU": "Hungary; Hungarian|Budapest",
    "ID": "Indonesia; Indonesian|Jakarta", "IE": "Ireland; Irish|Dublin", "IL": "Israel; Israeli|Tel Aviv",
    "IN": "India; Indian|New Delhi|Delhi", "IQ": "Iraq; Iraqi|Baghdad", "IR": "Iran|Islamic Republic of Iran; Iranian|Tehran|Teheran",
    "IS": "Iceland; Icelandic|Reykjavik", "IT": "Italy; Italian|Rome", "JM": "Jamaica; Jamaican", "JO": "Jordan; Jordanian|Amman",
    "JP": "Japan; Japanese|Tokyo", "KE": "Kenya; Kenyan|Nairobi", "KG": "Kyrgyzstan; Kyrgyz|Bishkek",
    "KH": "Cambodia; Cambodian|Phnom Penh", "KI": "Kiribati", "KM": "Comoros; Comorian",
    "KP": "North Korea|N. Korea|DPRK; North Korean|Pyongyang", "KR": "South Korea|S. Korea|Republic of Korea; South Korean|Seoul",
    "KW": "Kuwait; Kuwaiti|Kuwait City", "KZ": "Kazakhstan; Kazakh|Kazakhstani|Astana|Nur-Sultan", "LA": "Laos; Lao|Laotian|Vientiane",
    "LB": "Lebanon; Lebanese|Beirut", "LC": "Saint Lucia", "LI": "Liechtenstein", "LK": "Sri Lanka; Sri Lankan|Colombo",
    "LR": "Liberia; Liberian|Monrovia", "LS": "Lesotho", "LT": "Lithuania; Lithuanian|Vilnius", "LU": "Luxembourg",
    "LV": "Latvia; Latvian|Riga", "LY": "Libya; Libyan", "MA": "Morocco; Moroccan|Rabat", "MC": "Monaco",
    "MD": "Moldova; Moldovan|Chisinau", "ME": "Montenegro; Montenegrin|Podgorica", "MG": "Madagascar; Malagasy|Antananarivo",
    "MK": "North Macedonia|Macedonia; Macedonian|North Macedonian|Skopje", "ML": "Mali; Malian|Bamako",
    "MM": "Myanmar|Burma; Burmese|Naypyidaw|Naypyitaw|Yangon|Rangoon", "MN": "Mongolia; Mongolian|Ulaanbaatar",
    "MR": "Mauritania; Mauritanian|Nouakchott", "MT": "Malta; Maltese", "MU": "Mauritius; Mauritian", "MV": "Maldives; Maldivian",
    "MW": "Malawi; Malawian|Lilongwe", "MX": "Mexico; Mexican|Mexico City", "MY": "Malaysia; Malaysian|Kuala Lumpur",
    "MZ": "Mozambique; Mozambican|Maputo", "NA": "Namibia; Namibian|Windhoek", "NE": "Niger; Nigerien|Niamey",
    "NG": "Nigeria; Nigerian|Abuja|Niger Delta|Niger State", "NI": "Nicaragua; Nicaraguan|Managua",
    "NL": "Netherlands|Holland; Dutch|Amsterdam|The Hague", "NO": "Norway; Norwegian|Oslo", "NP": "Nepal; Nepali|Nepalese|Kathmandu",
    "NR": "Nauru; Nauruan", "NZ": "New Zealand; New Zealander", "OM": "Oman; Omani|Muscat", "PA": "Panama; Panamanian|Panama City",
    "PE": "Peru; Peruvian|Lima", "PG": "Papua New Guinea; Port Moresby", "PH": "Philippines; Philippine|Filipino|Manila",
    "PK": "Pakistan; Pakistani|Islamabad", "PL": "Poland; Polish|Warsaw", "PS": "Palestine; Palestinian",
    "PT": "Portugal; Portuguese|Lisbon", "PW": "Palau; Palauan", "PY": "Paraguay; Paraguayan|Asuncion", "QA": "Qatar; Qatari|Doha",
    "RO": "Romania; Romanian|Bucharest", "RS": "Serbia; Serbian|Serb|Belgrade", "RU": "Russia|Russian Federation; Russian|Moscow",
    "RW": "Rwanda; Rwandan|Kigali", "SA": "Saudi Arabia|KSA; Saudi|Saudi Arabian|Riyadh", "SB": "Solomon Islands", "SC": "Seychelles",
    "SD": "Sudan; Sudanese|Khartoum", "SE": "Sweden; Swedish|Swede|Stockholm", "SG": "Singapore; Singaporean",
    "SI": "Slovenia; Slovenian|Slovene|Ljubljana", "SK": "Slovakia; Slovak|Bratislava", "SL": "Sierra Leone; Sierra Leonean|Freetown",
    "SM": "San Marino", "SN": "Senegal; Senegalese|Dakar", "SO": "Somalia; Somali|Mogadishu", "SR": "Suriname; Surinamese|Paramaribo",
    "SS": "South Sudan; South Sudanese|Juba", "SV": "El Salvador; Salvadoran|Salvadorean|San Salvador",
    "SY": "Syria|Syrian Arab Republic; Syrian|Damascus", "SZ": "Eswatini|Swaziland; Swazi|Mbabane",
    "TD": "Chad; Chadian|N'Djamena|Ndjamena", "TG": "Togo; Togolese|Lome|Lomé", "TH": "Thailand; Thai|Bangkok",
    "TJ": "Tajikistan; Tajik|Dushanbe", "TL": "East Timor|Timor-Leste; Timorese|East Timorese|Dili",
    "TM": "Turkmenistan; Turkmen|Ashgabat", "TN": "Tunisia; Tunisian|Tunis", "TO": "Tonga; Tongan",
    "TR": "Turkey|Türkiye|Turkiye; Turkish|Turk|Ankara", "TT": "Trinidad and Tobago; Trinidadian", "TV": "Tuvalu",
    "TW": "Taiwan|Republic of China; Taiwanese|Taipei", "TZ": "Tanzania; Tanzanian|Dar es Salaam|Dodoma",
    "UA": "Ukraine; Ukrainian|Kyiv|Kiev", "UG": "Uganda; Ugandan|Kampala",
    "US": "United States|United States of America|US|U.S.|USA|U.S.A.|America; American|Washington", "UY": "Uruguay; Uruguayan|Montevideo",
    "UZ": "Uzbekistan; Uzbek|Tashkent", "VA": "Vatican|Holy See", "VE": "Venezuela; Venezuelan|Caracas",
    "VN": "Vietnam; Vietnamese|Hanoi", "VU": "Vanuatu", "WS": "Samoa; Samoan", "XK": "Kosovo; Kosovar|Kosovan|Pristina",
    "YE": "Yemen; Yemeni|Sanaa|Sana'a", "ZA": "South Africa; South African|Pretoria", "ZM": "Zambia; Zambian|Lusaka",
    "ZW": "Zimbabwe; Zimbabwean|Harare", "CD CG": "Congo; Congolese", "KP KR": "Korea; Korean", "GN GQ GW": "Guinea; Guinean",
    "DM DO": "; Dominican", "eu": "; European Union|EU|E.U.", "au": "; African Union|AU|A.U.", "un": "; United Nations|UN|U.N.",
    "nato": "; NATO|North Atlantic Treaty Organization", "al": "; Arab League|League of Arab States", "asean": "; ASEAN",
    "ecowas": "; ECOWAS", "oas": "; Organization of American States|OAS",
}  # fmt: skip
LONGEST = 5  # words of a name
# Before what is then no country's: "the South American leaders", "Native American".
REGIONS = frozenset(
    ("african", "asian", "central", "east", "eastern", "latin", "native", "north", "northern", "south", "southern", "west", "western")
)
_OFFICERS = (
    *("president", "minister", "premier", "chancellor", "king", "queen", "prince", "emir", "sultan", "ruler", "leader", "strongman"),
    *("dictator", "ambassador", "counterpart", "general"),
)
# Titles between a country and a name that is its officer's: "Egyptian Foreign Minister Ada Roe".
TITLES = frozenset(
    (
        *_OFFICERS,
        *("prime", "princess", "crown", "foreign", "defence", "defense", "interior", "vice", "deputy", "secretary", "of", "state"),
        *("supreme", "ayatollah", "gen.", "gen", "col.", "colonel", "marshal", "field", "army", "chief", "former", "then", "acting"),
        *("interim", "transitional", "opposition", "senator", "sheikh"),
    )
)
# Who is described by one of these is of the country that is said of him; others may be of two.
OFFICES = frozenset((*_OFFICERS, "monarch", "commander", "spokesman", "spokeswoman"))
OWNER = re.compile(r"['’]s?$")
OF = re.compile(r"\s+of\s+(?:the\s+)?((?:[A-Z][\w.'’-]*(?:\s+(?=[A-Z]))?){1,4})")
LONGEST_BEFORE = 80  # characters
OPENERS = "\"“‘'([—–"


def _split(words: str) -> tuple[str, ...]:
    return tuple(word for one in words.split("|") if one for word in dict.fromkeys((one, one.replace("'", "’"))))


def _codes() -> dict[str, frozenset[str]]:
    found = {name: frozenset(codes.split()) for codes, row in _TABLE.items() for words in row.split("; ") for name in _split(words)}
    return found | {name.upper(): codes for name, codes in found.items() if len(name) > 3}  # noqa: PLR2004 - "Lao" is no "LAO"


NAMES = frozenset(name for row in _TABLE.values() for name in _split(row.partition("; ")[0]))
"""The names of countries, without adjectives and capitals."""
_CODES = _codes()
_FIRST, _LAST = ({name.split()[k] for name in _CODES} for k in (0, -1))  # words; most mentions have none of them


def countries_of(name: str) -> frozenset[str]:
    """Return the codes of what a name, an adjective, or a people ("Russians") may mean; none for all others."""
    return _CODES.get(name) or _CODES.get(name.removesuffix("s"), NOBODY)


def without_country(words: list[str]) -> tuple[frozenset[str], list[str]]:
    """Return the country with which words begin ("South Sudanese Army"), and the words without it."""
    may_begin = bool(words) and OWNER.sub("", words[0]) in _FIRST
    for size in range(min(LONGEST, len(words)) if may_begin else 0, 0, -1):
        found = _CODES.get(OWNER.sub("", " ".join(words[:size])))
        if found:
            return (NOBODY, words) if _is_of_another(words[size : size + 1]) else (found, words[size:])
    return NOBODY, words


def _is_of_another(words: list[str]) -> bool:
    """Tell whether a word beside a country is a country, too: British Indians, and the UN of Addis Ababa, are of no one country."""
    return any(OWNER.sub("", word.lstrip(OPENERS)) in _CODES for word in words)


def country_before(text: str, start: int, *, titles: bool) -> frozenset[str]:
    """Return the country right before a mention: "Nigerian", "Sudan's", and before a name with its title between.

    Args:
        text: The article.
        start: Of the mention.
        titles: Whether a title must stand between.
    """
    words = text[max(0, start - LONGEST_BEFORE) : start].rpartition("\n")[2].split()
    untitled = len(words)
    while titles and untitled and words[untitled - 1].lower() in TITLES:
        untitled -= 1
    return NOBODY if titles and untitled == len(words) else _ending(words[:untitled])


def _ending(words: list[str]) -> frozenset[str]:
    """Return the country with which words end."""
    may_end = bool(words) and OWNER.sub("", words[-1].lstrip(OPENERS)) in _LAST
    for size in range(min(LONGEST, len(words)) if may_end else 0, 0, -1):
        found = _CODES.get(OWNER.sub("", " ".join(words[-size:]).lstrip(OPENERS)))
        if found:
            before = words[-size - 1 : -size]
            return NOBODY if _is_of_another(before) or any(word.lower() in REGIONS for word in before) else found
    return NOBODY


def country_behind(text: str, end: int) -> frozenset[str]:
    """Return the country of which a mention is said to be: "the president of Egypt"."""
    of = OF.match(text, end)
    return _CODES.get(OWNER.sub("", of.group(1).rstrip(".").strip()), NOBODY) if of else NOBODY
