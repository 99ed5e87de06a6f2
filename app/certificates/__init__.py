"""Yearly certificates: proof on paper that a requirement was met, void as soon as the hours behind it are gone."""
