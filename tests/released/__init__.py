"""Dumps of released states, and the command that makes one."""
