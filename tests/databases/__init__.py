"""Tests that need a service: PostgreSQL."""
