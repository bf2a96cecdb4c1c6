"""The conventions of the marked-pair data set (PLV), which follows CAMEO where PLOVER's manual differs, as a mapping from finer codes.

| what the coder reads | its PLOVER type | root in the data set | because |
| --- | --- | --- | --- |
| CONCEDE, RETREAT | the same | YIELD | one type there |
| CONCEDE, RETREAT: agreed to, promised or still to come | CONCEDE | AGREE | CAMEO 035, intent to yield, is of root 03 |
| AGREE: not reached ("failed to reach a deal") | AGREE, negated | REJECT | CAMEO 127, reject plan or agreement to settle dispute |
| AGREE told by "reach" or "conclude" | AGREE | SUPPORT | a deal concluded is labelled as CAMEO 057, sign formal agreement |
| CONCEDE, RETREAT: not done ("will not lift the ban") | the same, negated | REJECT | CAMEO 124, refuse to yield |
| SANCTION convict | SANCTION | ACCUSE | a verdict of guilt is CAMEO 116 |
| SANCTION with the word "sanctions" | SANCTION | COERCE | labelled as CAMEO 172, impose administrative sanctions |
| RETREAT of peacekeepers | RETREAT withdraw | SANCTION | CAMEO 166, withdraw peacekeepers |
| PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT still to come | the same, future | THREATEN | CAMEO 13 holds announced hostile acts |
| MOBILIZE of peacekeepers | MOBILIZE | AID | CAMEO 074, provide peacekeeping |
| COERCE with the words "blockade" or "human shield" | COERCE | ASSAULT | CAMEO 191, impose blockade, and 184, use as human shield |

The coder itself follows the manual; this serves `dragoman evaluate pairs` alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Protocol

HOSTILE = frozenset(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"))
YIELDING = frozenset(("CONCEDE", "RETREAT"))
CONCLUDING = frozenset(("reach", "conclude"))
INTENT = frozenset(
    "agree promise pledge vow offer commit commitment willing willingness ready readiness intend intention".split()
)
"""Words that show that a side has only agreed or promised to give way."""
VIOLENT = frozenset(("blockade", "shield"))
PEACEKEEPERS = frozenset(("peacekeeping", "peacekeeper", "peace-keeping", "peacekeepers"))


class PairAnswer(Protocol):
    """What the mapping needs of a reading."""

    @property
    def types(self) -> dict[str, float]: ...
    @property
    def statuses(self) -> dict[str, float]: ...
    @property
    def trigger(self) -> str: ...
    @property
    def lemmas(self) -> frozenset[str]: ...

    def mode_share(self, event: str, mode: str) -> float:
        """The probability of MODE, given the type EVENT."""
        ...


def roots(answer: PairAnswer) -> dict[str, float]:
    """The probability of each of the data set's fifteen roots."""
    found: dict[str, float] = defaultdict(float)
    for event, share in answer.types.items():
        for root, part in _parts(event, answer).items():
            found[root] += share * part
    return dict(found)


def _parts(event: str, answer: PairAnswer) -> dict[str, float]:
    """How the probability of one type is shared out among the roots."""
    future, negated = answer.statuses["future"], answer.statuses["negated"]
    if event in YIELDING:
        intent = (1 - negated) if answer.lemmas & INTENT else future
        done = "SANCTION" if event == "RETREAT" and answer.lemmas & PEACEKEEPERS else "YIELD"
        return {"AGREE": intent, "REJECT": negated, done: 1 - intent - negated}
    if event == "AGREE":
        return {"REJECT": negated, "SUPPORT" if answer.trigger in CONCLUDING else "AGREE": 1 - negated}
    if event not in HOSTILE:
        return {event: 1.0}
    convicted = answer.mode_share("SANCTION", "convict") if event == "SANCTION" else 0.0
    now = {"ACCUSE": convicted, _told_as(event, answer): 1 - convicted}
    return {"THREATEN": future} | {root: part * (1 - future) for root, part in now.items()}


def _told_as(event: str, answer: PairAnswer) -> str:
    """The root of a hostile deed, which single words move."""
    if event == "SANCTION" and "sanction" in answer.lemmas:
        return "COERCE"
    if event == "COERCE" and answer.lemmas & VIOLENT:
        return "ASSAULT"
    return "AID" if event == "MOBILIZE" and answer.lemmas & PEACEKEEPERS else event
