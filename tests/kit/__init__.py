"""Tests of the mechanisms, on toy models: they need no word of the domain."""
