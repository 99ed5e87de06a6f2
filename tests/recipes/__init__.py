"""The recipes of the README, followed to the letter with an imaginary capability: study visits of a unit."""
