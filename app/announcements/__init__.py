"""Announcements: from an organization to those below it (NOTE-1)."""
