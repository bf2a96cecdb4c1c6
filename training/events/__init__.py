"""Training data of the event head, written and read, and the code that joins and checks it."""
