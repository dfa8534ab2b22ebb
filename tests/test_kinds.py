from __future__ import annotations

import pytest
from reading_builder import span

from kg.reader.events.kinds import kind_by_wording


@pytest.mark.parametrize(
    ("text", "words", "kind", "meant"),
    [
        ("He died of a heart attack.", "attack", "Attack", None),
        ("He died of a heart attack.", "heart attack", "Attack", None),
        ("Two panic attacks followed.", "panic attacks", "Disaster", None),
        ("A hunger strike began in the jail.", "strike", "AirStrike", "Protest"),
        ("Unions called a general strike.", "general strike", "Attack", "Protest"),
        ("An attack in the heart of the city.", "attack", "Attack", "Attack"),
        ("The general's strike on the town.", "strike", "AirStrike", "AirStrike"),
        ("The heart attack was a killing.", "killing", "Killing", "Killing"),
        ("Our planes did not fly over Oz.", "fly", "AirStrike", "Deployment"),
        ("The army executed the operation.", "executed", "Killing", None),
        ("Soldiers killed four rebels in an overnight raid.", "raid", "Investigation", "Attack"),
        ("Police arrested four dealers in a raid.", "raid", "Investigation", "Investigation"),
        ("Israel warned its citizens not to visit Oz.", "warned", "Threat", "Demand"),
        ("Rebels warned citizens of new raids.", "warned", "Threat", "Threat"),
        ("Police killed a dog. In a raid they seized weapons.", "raid", "Investigation", "Investigation"),
        ("Rebels carried out a raid on a barracks.", "raid", "Investigation", "Attack"),
        ("Gunmen raided a police post.", "raided", "Investigation", "Attack"),
        ("Militants of the M23 raided a village.", "raided", "Investigation", "Attack"),
        ("A group of gunmen dressed as police raided the hotel.", "raided", "Investigation", "Attack"),
        ("Police said that militants staged a raid on the school.", "raid", "Investigation", "Attack"),
        ("On Monday, suspected bandits, who came on motorbikes, raided the town.", "raided", "Investigation", "Attack"),
        ("Lord's Resistance Army rebels raided two hamlets.", "raided", "Investigation", "Attack"),
        ("The town was hit by a rebel raid.", "raid", "Investigation", "Attack"),
        ("The raid on the village by suspected bandits left ten dead.", "raid", "Investigation", "Attack"),
        ("ISIS and ISIL raided the town.", "raided", "Investigation", "Attack"),
        ("The camp was raided by gunmen.", "raided", "Investigation", "Attack"),
        ("Armed men had opened fire during the raid.", "raid", "Investigation", "Attack"),
        ("Militants captured two soldiers in a raid.", "raid", "Investigation", "Attack"),
        ("Police captured two militants in a raid.", "raid", "Investigation", "Investigation"),
        ("Troops carried out a raid on a rebel camp.", "raid", "Investigation", "Investigation"),
        ("Police hunting gunmen raided three flats.", "raided", "Investigation", "Investigation"),
        ("Anti-terror police raided a mosque.", "raided", "Investigation", "Investigation"),
        ("Agents who had followed the rebels raided the shop.", "raided", "Investigation", "Investigation"),
        ("The army shot two gunmen, raided a village and left.", "raided", "Investigation", "Investigation"),
        ("After gunmen killed a judge, police raided a slum.", "raided", "Investigation", "Investigation"),
        ("The rebel was held in a raid by police.", "raid", "Investigation", "Investigation"),
    ],
)
def test_the_words_before_a_trigger_may_say_that_it_is_another_kind_of_event_or_none(
    text: str, words: str, kind: str, meant: str | None
) -> None:
    assert kind_by_wording(text, span(text, words), kind) == meant


@pytest.mark.parametrize(
    ("text", "words", "kind", "meant"),
    [
        ("Oz severed diplomatic relations with Ur.", "severed", "Decision", "Sanction"),
        ("Oz broke off relations with Ur.", "broke off", "Denial", "Sanction"),
        ("Oz broke off the talks.", "broke off", "Denial", "Denial"),
        ("Oz severed diplomatic relations with Ur.", "diplomatic relations", "Meeting", None),
        ("They spoke of diplomatic relations.", "diplomatic relations", "Meeting", "Meeting"),
        ("The order to expel two diplomats was read.", "expel", "Killing", "Sanction"),
        ("Oz expelled six Ur diplomats.", "expelled", "Resignation", "Sanction"),
        ("The party expelled a senator.", "expelled", "Resignation", "Resignation"),
        ("Police fired tear gas and live rounds.", "fired", "Bombing", "Shooting"),
        ("The army fired two rockets.", "fired", "Bombing", "Bombing"),
        ("They promised retaliation for it.", "retaliation", "Protest", "Attack"),
        ("Oz ordered the Ur ambassador to leave.", "ordered", "Decision", "Sanction"),
        ("Oz gave four diplomats 48 hours to leave.", "gave", "Aid", "Sanction"),
        ("Oz ordered the villagers to leave.", "ordered", "Decision", "Decision"),
        ("Oz recalled its envoy to Ur for consultations.", "consultations", "Meeting", None),
        ("They met for consultations.", "consultations", "Meeting", "Meeting"),
        ("He handed over power to his brother.", "handed over", "Release", "Appointment"),
        ("They handed over the hostages.", "handed over", "Release", "Release"),
        ("He took responsibility for the failures.", "took responsibility", "ClaimResponsibility", None),
        ("The Front took responsibility for the attack.", "took responsibility", "ClaimResponsibility", "ClaimResponsibility"),
        ("Oz ruled out a truce.", "ruled", "Decision", "Denial"),
        ("The court ruled on Monday.", "ruled", "Decision", "Decision"),
        ("He rejected the charge.", "charge", "Prosecution", "Accusation"),
        ("He denied charges by the union that he lied.", "charges", "Prosecution", "Accusation"),
        ("He denied the charges in court.", "charges", "Prosecution", "Prosecution"),
        ("The judge dismissed the charge.", "charge", "Prosecution", "Prosecution"),
        ("She faced the death penalty.", "death", "Killing", "Prosecution"),
        ("She heard of the death.", "death", "Killing", "Killing"),
        ("He was wanted for two bombings.", "wanted", "Demand", "Investigation"),
        ("They wanted for nothing.", "wanted", "Demand", "Demand"),
        ("The union wanted a vote.", "wanted", "Demand", "Demand"),
        ("They had struck a deal.", "struck", "Clash", "Agreement"),
        ("It broke an accord struck last year.", "struck", "Clash", "Agreement"),
        ("It struck a balance.", "struck", "Attack", None),
        ("A quake struck the town.", "struck", "Disaster", "Disaster"),
        ("Planes struck the town.", "struck", "AirStrike", "AirStrike"),
        ("Unions called a strike in contract talks.", "strike", "Protest", "Protest"),
        ("He was at the match.", "match", "Clash", None),
        ("Ur followed suit.", "suit", "Accusation", None),
        ("Ur followed suit.", "followed suit", "Accusation", None),
        ("The suit was filed.", "suit", "Prosecution", "Prosecution"),
        ("Oz pressed on with the offensive.", "pressed", "Demand", None),
        ("Oz pressed for a truce.", "pressed", "Demand", "Demand"),
        ("She saw no intelligence to support that.", "support", "Endorsement", None),
        ("She urged them to support that.", "support", "Endorsement", "Endorsement"),
        ("He defied ten presidents.", "defied", "Attack", "Denial"),
        ("He bore a grudge.", "grudge", "Condemnation", None),
        ("Gunmen were holed up in the hotel.", "holed up", "Shooting", None),
        ("He had passed through a gate.", "passed", "Bombing", None),
        ("The passing of the poet was mourned.", "passing", "Killing", "Killing"),
        ("Jets hit the camp.", "Jets", "AirStrike", None),
        ("Rockets hit aircraft.", "hit", "AirStrike", "AirStrike"),
        ("Fighters stormed into the town.", "stormed", "AirStrike", "Attack"),
        ("Their tank hit a mine.", "hit", "AirStrike", "Bombing"),
        ("A shell hit the mine shaft.", "hit", "AirStrike", "AirStrike"),
        ("He had been poisoned.", "poisoned", "Killing", "Attack"),
        ("The fatal poisoning was told.", "poisoning", "Killing", "Killing"),
        ("They used only tear gas.", "tear", "Destruction", None),
        ("They tear the houses down.", "tear", "Destruction", "Destruction"),
        ("Police fired tear gas.", "fired", "Shooting", "Attack"),
        ("Police fired rounds of tear gas and live rounds.", "fired", "Shooting", "Shooting"),
        ("The fire was caused by tear gas.", "fire", "Destruction", "Destruction"),
        ("A girl was pepper-sprayed.", "pepper-sprayed", "Bombing", "Attack"),
        ("The hijacking was condemned.", "hijacking", "Bombing", "Seizure"),
        ("The group swore revenge for it.", "revenge", "Condemnation", "Attack"),
        ('"Never," he retaliated.', "retaliated", "Condemnation", "Condemnation"),
        ("Crowds flocking to the airport were hit.", "flocking", "Protest", None),
        ("Rebels laid down their arms.", "laid", "Destruction", "Withdrawal"),
        ("They have rebuilt the shrines.", "rebuilt", "Destruction", None),
        ("He was treated for severe burns.", "burns", "Destruction", "Injury"),
        ("The flood swept away houses.", "swept away", "Seizure", "Destruction"),
        ("Doctors removed a bullet.", "removed", "Destruction", None),
        ("Parliament removed the president.", "removed", "Overthrow", "Overthrow"),
        ("Ur closed its border with Oz.", "closed", "Seizure", "Sanction"),
        ("Rebels closed the road.", "closed", "Seizure", "Seizure"),
        ("The court reversed the ruling.", "reversed", "Denial", "Decision"),
        ("He was extradited to Oz.", "extradited", "Release", "Prosecution"),
        ("Police raided his home.", "raided", "Attack", "Investigation"),
        ("Police said rebels raided a village.", "raided", "Attack", "Attack"),
        ("Oz struck back at once.", "back", "Endorsement", None),
        ("He struck a deal to back Oz.", "back", "Endorsement", "Endorsement"),
        ("They scrambled a jet.", "scrambled", "Investigation", "Deployment"),
        ("After the flood 40 were reported missing.", "missing", "Kidnapping", None),
        ("The school reported Cho missing. A car was found after the storm.", "missing", "Kidnapping", "Kidnapping"),
        ("The tsunami left 18,500 dead or missing.", "missing", "Kidnapping", None),
        ("The band went missing after a party.", "missing", "Kidnapping", "Kidnapping"),
        ("The shells hit a camp. It was not clear who fired them.", "fired", "Resignation", "Attack"),
        ("The managers left. It was not clear who fired them.", "fired", "Resignation", "Resignation"),
    ],
)
def test_words_beside_a_trigger_say_what_it_means(text: str, words: str, kind: str, meant: str | None) -> None:
    assert kind_by_wording(text, span(text, words), kind) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The front bombed a march, where two blasts killed nine.", "Bombing"),
        ("Two devices went off. Nobody claimed the bombing.", "Bombing"),
        ("A suicide bombing killed nine.", "Bombing"),
        ("Jets bombed a march, and two blasts were heard.", "AirStrike"),
        ("The army bombed a march.", "AirStrike"),
        ("Two blasts were heard. The army bombed a march.", "AirStrike"),
        ("Two blasts were heard. The bombing was by warplanes.", "AirStrike"),
    ],
)
def test_what_blows_up_beside_blasts_and_no_planes_was_bombed_from_the_ground(text: str, meant: str) -> None:
    words = "bombed" if "bombed" in text else "bombing"
    assert kind_by_wording(text, span(text, words), "AirStrike") == meant


@pytest.mark.parametrize(
    "text",
    [
        "It was a retaliatory strike that raised fears.",
        "A strike on a hospital killed 12.",
        "The strike wounded a girl.",
        "The first strike hit a school.",
        "Russia launched a strike against Odesa.",
        "Kyiv blamed Moscow for the strike.",
        "The army carried out the strike.",
        "The United States plans to strike Iran.",
        "They denied responsibility for the strike.",
        "They vowed to take revenge for the strike.",
    ],
)
def test_a_strike_that_hits_somebody_is_none_of_workers(text: str) -> None:
    assert kind_by_wording(text, span(text, "strike"), "Protest") == "AirStrike"


@pytest.mark.parametrize(
    "text",
    [
        "A strike by dockers shut the port.",
        "Teachers called off their strike on Friday.",
        "The strike hit exports.",
        "Doctors began a strike at the hospital.",
        "The union said the strike killed the deal.",
        "The company blamed the union for the strike.",
        "The nationwide strike against cuts went on.",
        "Teachers threaten to strike September 1.",
        "The talks ended the strike on Monday.",
    ],
)
def test_a_strike_of_workers_stays_one(text: str) -> None:
    assert kind_by_wording(text, span(text, "strike"), "Protest") == "Protest"
