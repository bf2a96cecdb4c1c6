"""Records without the words of the text, for data sets that may be shared where the texts may not; offsets stay."""

from __future__ import annotations

from typing import Any

QUOTED = frozenset({"text", "quote", "what", "conditional", "date_text", "due_text"})
"""Fields that repeat the text word for word. Names, verbs of saying and titles stay: they are facts about it."""


def without_text(body: dict[str, Any]) -> dict[str, Any]:
    """BODY, a record as a dict, with null where words of the text stood; the trace, which repeats them, goes.

    >>> without_text({"record": "event", "evidence": {"text": "They met.", "start_char": 0, "end_char": 9}})
    {'record': 'event', 'evidence': {'text': None, 'start_char': 0, 'end_char': 9}}
    """
    return {key: _silent(key, value) for key, value in body.items() if key != "trace"}


def _silent(key: str, value: Any) -> Any:
    if key in QUOTED:
        return None
    if key == "source" and isinstance(value, str):
        return None
    if isinstance(value, dict):
        return without_text(value)
    if isinstance(value, list):
        return [_silent(key, item) for item in value]
    return value
