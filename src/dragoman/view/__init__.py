"""Records for people: `Coded`, the result of coding, tables for a terminal and pages to read."""

from dragoman.view.coded import Coded
from dragoman.view.page import open_page
from dragoman.view.terminal import clean, print_report

__all__ = ["Coded", "clean", "open_page", "print_report"]
