# ruff: noqa: N815 - the names are the ontology's, where properties are lowerCamel
"""The terms of `ontology/kg.ttl` as a closed namespace: a name that the ontology lacks is an `AttributeError`.

Nothing comes in; out go IRIs and the prefixes that queries and files use. What a term means is said in the ontology and only there;
a test compares the two lists both ways.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rdflib import URIRef
from rdflib.namespace import DefinedNamespace, Namespace

if TYPE_CHECKING:
    from collections.abc import Mapping

ONTOLOGY = "https://w3id.org/actor-event-graph/"
BASE = "https://w3id.org/actor-event-graph/id/"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "dct": "http://purl.org/dc/terms/",
        "kg": ONTOLOGY,
        "oa": "http://www.w3.org/ns/oa#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    },
)
"""The prefixes that every query and every file knows."""


class KG(DefinedNamespace):
    """The ontology's terms: `KG.agent` is `https://w3id.org/actor-event-graph/agent`."""

    _NS = Namespace(ONTOLOGY)
    _fail = True
    _warn = False

    # Classes.
    Abuse: URIRef
    Accusation: URIRef
    Actor: URIRef
    Agreement: URIRef
    Aid: URIRef
    AirStrike: URIRef
    Appointment: URIRef
    ArmedGroup: URIRef
    Arrest: URIRef
    Assertion: URIRef
    Attack: URIRef
    Basis: URIRef
    Bombing: URIRef
    Ceremony: URIRef
    ClaimResponsibility: URIRef
    Clash: URIRef
    Coercion: URIRef
    Commemoration: URIRef
    Company: URIRef
    Condemnation: URIRef
    Cooperation: URIRef
    Count: URIRef
    CountKind: URIRef
    Decision: URIRef
    Demand: URIRef
    Denial: URIRef
    Deployment: URIRef
    DerivedAssertion: URIRef
    Destruction: URIRef
    Disaster: URIRef
    Displacement: URIRef
    Document: URIRef
    Election: URIRef
    Endorsement: URIRef
    Entity: URIRef
    Event: URIRef
    EventTime: URIRef
    Facility: URIRef
    GeopoliticalEntity: URIRef
    GovernmentBody: URIRef
    Group: URIRef
    Harm: URIRef
    IdentityDecision: URIRef
    Injury: URIRef
    Investigation: URIRef
    Judgement: URIRef
    Kidnapping: URIRef
    Killing: URIRef
    Location: URIRef
    Mark: URIRef
    MediaOrganization: URIRef
    Meeting: URIRef
    MilitaryForce: URIRef
    Organization: URIRef
    Other: URIRef
    Overthrow: URIRef
    Passage: URIRef
    Person: URIRef
    Place: URIRef
    PoliticalParty: URIRef
    Politics: URIRef
    Posture: URIRef
    Prosecution: URIRef
    Protest: URIRef
    Release: URIRef
    Report: URIRef
    Resignation: URIRef
    Run: URIRef
    Sanction: URIRef
    Seizure: URIRef
    Shooting: URIRef
    Statement: URIRef
    Status: URIRef
    StatusReport: URIRef
    Threat: URIRef
    Violence: URIRef
    War: URIRef
    Weapon: URIRef
    Withdrawal: URIRef
    # Members of the closed sets: status, kind of count, basis, judgement.
    Accused: URIRef
    Arrested: URIRef
    Claimed: URIRef
    Denied: URIRef
    Different: URIRef
    Displaced: URIRef
    Inferred: URIRef
    Kidnapped: URIRef
    Killed: URIRef
    OtherKind: URIRef
    Planned: URIRef
    Protesters: URIRef
    Released: URIRef
    Reported: URIRef
    Same: URIRef
    Stated: URIRef
    Suspected: URIRef
    Unsure: URIRef
    Wounded: URIRef
    # Properties.
    abused: URIRef
    accordingTo: URIRef
    accused: URIRef
    affiliatedWith: URIRef
    agent: URIRef
    agentToAgent: URIRef
    agentToTarget: URIRef
    agentToTopic: URIRef
    agentToVictim: URIRef
    agreedWith: URIRef
    aided: URIRef
    appointed: URIRef
    arrested: URIRef
    atLeast: URIRef
    atMost: URIRef
    attacked: URIRef
    basis: URIRef
    calledOn: URIRef
    claimed: URIRef
    commemorated: URIRef
    condemned: URIRef
    confidence: URIRef
    count: URIRef
    counterExample: URIRef
    date: URIRef
    decidedOn: URIRef
    demanded: URIRef
    denied: URIRef
    deployed: URIRef
    derivedEdge: URIRef
    derivedFrom: URIRef
    destroyed: URIRef
    dismissed: URIRef
    displaced: URIRef
    elected: URIRef
    eventToTarget: URIRef
    eventToTopic: URIRef
    fought: URIRef
    identifier: URIRef
    importOnly: URIRef
    injured: URIRef
    instrument: URIRef
    investigated: URIRef
    judgement: URIRef
    kidnapped: URIRef
    killed: URIRef
    kind: URIRef
    language: URIRef
    leads: URIRef
    left: URIRef
    locatedIn: URIRef
    mark: URIRef
    memberOf: URIRef
    metWith: URIRef
    noCounterpartIn: URIRef
    overthrew: URIRef
    partOf: URIRef
    partOfCount: URIRef
    phrase: URIRef
    place: URIRef
    prosecuted: URIRef
    protestedAgainst: URIRef
    published: URIRef
    publisher: URIRef
    quote: URIRef
    reason: URIRef
    reference: URIRef
    relativeOf: URIRef
    relayedBy: URIRef
    released: URIRef
    reportedOn: URIRef
    reprintOf: URIRef
    retrieved: URIRef
    revises: URIRef
    right: URIRef
    rule: URIRef
    sanctioned: URIRef
    score: URIRef
    seized: URIRef
    source: URIRef
    status: URIRef
    statusReport: URIRef
    supported: URIRef
    target: URIRef
    targeted: URIRef
    threatened: URIRef
    through: URIRef
    time: URIRef
    title: URIRef
    topic: URIRef
    type: URIRef
    url: URIRef
    victim: URIRef
