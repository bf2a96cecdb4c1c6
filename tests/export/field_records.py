"""Records made by hand with whatever is hard to write in a table, and files read back as a user reads them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas

from dragoman.export import open_export
from dragoman.export.field import FORMS
from dragoman.records import Document, Entity, Event, Place, Span

LEAD = "Kosovo's police and the king of Norway's envoy spoke in Moss."
REST = "They had met in 2019. The court freed 'Wolf' Ask."
TEXT = f"{LEAD}\n\n{REST}"
WIDTH = {"polecat": 40, "icews": 20, "gdelt": 61, "phoenix": 26}
EMPTY = {
    "date": None,
    "date_end": None,
    "date_text": None,
    "place": None,
    "dead": None,
    "injured": None,
    "arrested": None,
}


def entity(text: str, code: str = "---", **more: Any) -> Entity:
    return Entity(text, 0, len(text), code=code, **more)


KOSOVO = entity("Kosovo's police", "XKX", sector="COP", name="Kosovo", kind="group")
ENVOY = entity(
    "the king\nof Norway's envoy",
    "NOR",
    sector="GOV",
    name='Ida "Storm"\tLie;|\u2028junior',
    office="Envoy",
    identifier_id="Q99",
    kind="person",
)
UNION = entity("the union", "IGO:EU", name="European Union", kind="organisation")
ROMANIA = entity("Bucharest", "ROU", name="Romania", kind="state")
COURT = entity("The court", "NOR", sector="JUD", name="Norway", kind="government")
WOLF = entity("'Wolf' Ask", sector="CVL", kind="person")
NOBODY = entity("someone", kind="person")
MOSS = Place("Moss", 56, 60, "Moss", "NOR", 59.434, 10.6577, 3145580, 4, "only-one")
HARBOUR = Place("the old\tharbour", 0, 15, basis="context")


def document(name: str = "d1", **more: Any) -> Document:
    half = len(LEAD) + 2
    found = Document(
        id=name,
        title="Talks",
        url=f"https://lantern.example/{name};1",
        outlet="The Lantern",
        authors=(),
        published="2026-03-04T23:30:00-02:00",
        published_basis="metadata",
        language="en",
        rights=None,
        text_id="sha256:1",
        text=TEXT,
        sentences=((0, len(LEAD)), (half, half + 21), (half + 22, len(TEXT))),
    )
    return replace(found, **more)


def event(
    name: str, kind: str, cameo: str, actor: tuple[Entity, ...], recipient: tuple[Entity, ...] = (), **more: Any
) -> Event:
    shared = EMPTY | {
        "id": name,
        "document": "d1",
        "event": kind,
        "mode": (),
        "context": (),
        "status": "actual",
        "actor": actor,
        "recipient": recipient,
        "date_precision": "none",
        "date_basis": "none",
        "size": None,
        "quad_code": 1,
        "event_scale": 2.5,
        "cameo": cameo,
        "trigger": Span("spoke", 48, 53),
        "evidence": Span(LEAD, 0, len(LEAD)),
        "mentions": (),
        "attribution": None,
        "withheld_by": None,
        "confidence": 0.9,
        "coder": "dragoman 0.1.0; model a b; ontology plover-2.0+1",
    }
    return Event(**(shared | more))


SECOND = Span(REST[:21], len(LEAD) + 2, len(LEAD) + 23)
THIRD = Span(REST[22:], len(LEAD) + 24, len(TEXT))
TALKS = event(
    "e1",
    "CONSULT",
    "041",
    (KOSOVO, ENVOY),
    mode=("phone",),
    context=("diplomatic", "economic"),
    date="2026-03-02",
    place=MOSS,
    event_scale=1.5,
    mentions=(SECOND,),
)
SPEECH = event("e2", "AGREE", "010", (UNION,), evidence=THIRD, place=HARBOUR)
MEETING = event("e3", "CONSULT", "040", (KOSOVO, ENVOY), status="historical", date="2019", evidence=SECOND)
RELEASE = event(
    "e4",
    "RETREAT",
    "0841",
    (COURT, ROMANIA),
    (WOLF, UNION),
    date="2026-01",
    evidence=THIRD,
    quad_code=2,
    event_scale=6.5,
    dead=0,
    arrested=3,
    date_end="2026-01-31",
)
VAGUE = event("e5", "ACCUSE", "112", (NOBODY,))
OWN = event("e6", "ELECT", "", (ROMANIA,))
EVENTS = (TALKS, SPEECH, MEETING, RELEASE, VAGUE, OWN)


def written(form: str, path: Path, *reports: tuple[Document, tuple[Event, ...]], **more: Any) -> dict[str, int]:
    writer = open_export(form, path, **more)
    for report, events in reports or ((document(), EVENTS),):
        writer.write(report, events)
    writer.close()
    return dict(writer.left_out)


def frame(form: str, path: Path, **more: Any) -> pandas.DataFrame:
    header = {} if FORMS[form].header else {"header": None, "names": list(FORMS[form].fields)}
    return pandas.read_csv(path, sep="\t", dtype=str, keep_default_na=False, **header, **more)


def rows(form: str, path: Path) -> list[dict[str, str]]:
    return [{str(k): v for k, v in row.items()} for row in frame(form, path).to_dict("records")]


def filled(row: dict[str, str]) -> dict[str, str]:
    """The cells that say something, but for the id, which differs with every key."""
    first = next(iter(row))
    return {name: value for name, value in row.items() if value and name != first}
