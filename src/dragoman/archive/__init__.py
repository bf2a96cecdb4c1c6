"""What is done with an archive: take reports in, ask, code again, compare, review, export."""
