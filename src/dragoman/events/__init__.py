"""Find, classify and describe events: `code_events` for a report, `pairs.classify` for two parties given in a sentence."""

from dragoman.events.code import code_events
from dragoman.events.decide import Tools

__all__ = ["Tools", "code_events"]
