"""What teaches a type of event that PLOVER lacks: sentences that show it, and sentences that use its words otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.ontology.load import Sense


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and what must be found in it; what is empty may be anything. Parties by code, name or words."""

    text: str
    event: str
    mode: str = ""
    status: str = ""
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """What teaches a type of the user's own, or with `mode` a mode: sentences that show it and sentences that do not."""

    event: str
    mode: str
    examples: tuple[Example, ...]
    counter_examples: tuple[str, ...]

    def covers(self, sense: Sense) -> bool:
        """Whether a trigger's SENSE is to be judged by this lesson."""
        return sense.event == self.event and self.mode in ("", sense.mode)

    @property
    def name(self) -> str:
        """
        >>> Lesson("PROTEST", "vigil", (), ()).name
        'PROTEST vigil'
        """
        return f"{self.event} {self.mode}".strip()
