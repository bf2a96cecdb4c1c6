"""Records for people: `Coded`, the result of coding, tables for a terminal and a page for a notebook."""

from dragoman.view.coded import Coded
from dragoman.view.terminal import clean, print_report

__all__ = ["Coded", "clean", "print_report"]
