"""Names of countries, of their largest parts and of their capitals, to tell them from towns: "an attack in Texas" may be one in Houston.

The countries are those of `kg.reader.identity.nations`; the parts are written down by hand: those that news name oftenest, without those
that are called as their town is.
"""

from __future__ import annotations

from kg.reader.identity.nations import NAMES


def _names(table: str) -> frozenset[str]:
    return frozenset(name.strip() for name in table.replace("\n", "|").split("|") if name.strip())


# "CAR" is the short name of one only where a place is meant; the others are states no more, or called otherwise.
COUNTRIES = frozenset(name.lower() for name in NAMES) | _names(
    "car|abyssinia|ceylon|czechoslovakia|east germany|kampuchea|persia|rhodesia|siam|soviet union|ussr|west germany|yugoslavia|zaire"
)
REGIONS = _names("""
alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky
louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico
north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont
virginia|west virginia|wisconsin|wyoming|puerto rico|alberta|british columbia|manitoba|new brunswick|newfoundland|nova scotia|ontario
quebec|saskatchewan|england|northern ireland|scotland|ulster|wales|bavaria|brandenburg|catalonia|andalusia|corsica|brittany|normandy
provence|sicily|sardinia|lombardy|tuscany|crete|kurdistan|thrace|anatolia|vojvodina|transylvania|transnistria|crimea|donbas|donbass
galicia|chechnya|dagestan|ingushetia|tatarstan|siberia|north ossetia|south ossetia|abkhazia|nagorno-karabakh|karabakh|xinjiang|tibet
sichuan|yunnan|guangdong|hunan|hubei|henan|hebei|shandong|shanxi|shaanxi|gansu|qinghai|guizhou|guangxi|fujian|zhejiang|jiangsu|jiangxi
anhui|hainan|liaoning|jilin|heilongjiang|inner mongolia|hokkaido|okinawa|andhra pradesh|arunachal pradesh|assam|bihar|chhattisgarh|goa
gujarat|haryana|himachal pradesh|jharkhand|karnataka|kerala|madhya pradesh|maharashtra|manipur|meghalaya|mizoram|nagaland|odisha|orissa
punjab|rajasthan|sikkim|tamil nadu|telangana|tripura|uttar pradesh|uttarakhand|west bengal|kashmir|jammu and kashmir|ladakh|balochistan
baluchistan|khyber pakhtunkhwa|sindh|north waziristan|south waziristan|waziristan|bajaur|gilgit-baltistan|azad kashmir|badakhshan|badghis
baghlan|balkh|faryab|helmand|jowzjan|kapisa|khost|kunar|laghman|logar|nangarhar|nimroz|nuristan|paktia|paktika|panjshir|parwan|samangan
takhar|uruzgan|wardak|zabul|anbar|diyala|nineveh|salahuddin|salah ad-din|dhi qar|kurdistan region|khuzestan|sistan and baluchestan
sistan-baluchestan|sinai|north sinai|south sinai|upper egypt|gaza|gaza strip|west bank|galilee|negev|golan|golan heights|judea|samaria
hadramawt|hadhramaut|shabwa|abyan|al-jawf|saada province|darfur|north darfur|south darfur|west darfur|central darfur|east darfur|kordofan
south kordofan|north kordofan|west kordofan|blue nile|gezira|equatoria|jonglei|unity state|upper nile|lakes state|warrap|tigray|amhara
oromia|afar|ogaden|puntland|somaliland|jubaland|lower shabelle|middle shabelle|hiran|hiraan|galgadud|gedo|bakool|galmudug|north kivu
south kivu|kivu|ituri|katanga|kasai|tanganyika|equateur|tshopo|cabo delgado|kwazulu-natal|gauteng|limpopo|mpumalanga|eastern cape
western cape|northern cape|free state|borno|yobe|adamawa|zamfara|taraba|plateau|benue|niger state|katsina state|kebbi|ogun|ondo|oyo|ekiti
osun|edo|anambra|imo|abia|enugu state|ebonyi|bayelsa|rivers|cross river|akwa ibom|nasarawa|kogi|kwara|delta|diffa region|tillabéri
tillaberi|darfour|casamance|azawad|mopti region|liptako|sahel|far north|ambazonia|north-west|south-west|rift valley|bahia|mato grosso
minas gerais|pará|amazonas|roraima|rondônia|antioquia|arauca|cauca|chocó|choco|nariño|norte de santander|putumayo|caquetá|meta|guaviare
catatumbo|zulia|táchira|apure|sinaloa|sonora|jalisco|michoacán|michoacan|guerrero|guanajuato|tamaulipas|nuevo león|nuevo leon|chiapas
oaxaca state|zacatecas state|coahuila|baja california|veracruz state|morelos|quintana roo|tabasco|nayarit|petén|esmeraldas province|guayas
aceh|papua|west papua|sulawesi|central sulawesi|sumatra|java|kalimantan|maluku|bali|east java|west java|central java|lombok|mindanao|luzon
visayas|sulu|basilan|maguindanao|lanao del sur|negros occidental|negros oriental|palawan|leyte|cotabato province|sarawak|sabah|kelantan
rakhine|rakhine state|kachin|shan|kayah|karen|kayin|chin|sagaing region|magway region|tanintharyi|narathiwat province
new south wales|queensland|tasmania|northern territory|western australia|south australia
""")
CAPITALS = _names("""
abidjan|abu dhabi|abuja|accra|addis ababa|algiers|amman|amsterdam|andorra la vella|ankara|antananarivo|apia|ashgabat|asmara|astana|asuncion
athens|baghdad|baku|bamako|bandar seri begawan|bangkok|bangui|banjul|basseterre|beijing|beirut|belgrade|belmopan|berlin|bern|bishkek|bissau
bogota|bogotá|brasilia|brasília|bratislava|brazzaville|bridgetown|brussels|bucharest|budapest|buenos aires|bujumbura|cairo|canberra|caracas
castries|chisinau|colombo|conakry|copenhagen|dakar|damascus|delhi|dhaka|dili|djibouti|dodoma|doha|dublin|dushanbe|freetown|funafuti|gaborone
georgetown|gitega|guatemala city|hanoi|harare|havana|helsinki|honiara|islamabad|jakarta|jerusalem|juba|kabul|kampala|kathmandu|khartoum|kiev
kigali|kingston|kingstown|kinshasa|kuala lumpur|kuwait city|kyiv|la paz|libreville|lilongwe|lima|lisbon|ljubljana|lome|lomé|london|luanda
lusaka|luxembourg|madrid|majuro|malabo|male|managua|manama|manila|maputo|maseru|mbabane|mexico city|minsk|mogadishu|monaco|monrovia
montevideo|moroni|moscow|muscat|n'djamena|nairobi|nassau|naypyidaw|naypyitaw|ndjamena|new delhi|niamey|nicosia|nouakchott|nur-sultan|oslo
ottawa|ouagadougou|palikir|panama city|paramaribo|paris|phnom penh|podgorica|port louis|port moresby|port vila|port-au-prince|port of spain
porto-novo|prague|praia|pretoria|pristina|pyongyang|quito|rabat|rangoon|reykjavik|riga|riyadh|rome|roseau|san jose|san josé|san marino
san salvador|sana'a|sana’a|sanaa|santiago|santo domingo|sao tome|sarajevo|seoul|singapore|skopje|sofia|stockholm|sucre|suva|taipei|tallinn
tarawa|tashkent|tbilisi|tegucigalpa|tehran|teheran|thimphu|tirana|tokyo|tripoli|tunis|ulaanbaatar|vaduz|valletta|victoria|vienna|vientiane
vilnius|warsaw|washington|wellington|windhoek|yamoussoukro|yangon|yaounde|yaoundé|yerevan|zagreb
""")
