"""Mechanisms that know no word of the domain: scope, review, sheets, jobs, audit, personal data, views."""
