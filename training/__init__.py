"""Builds the model files of the package from openly licensed and self-written data; the package never imports this."""
