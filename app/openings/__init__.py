"""Opening balances: hours of earlier years that the old portal had, marked as such (BAL-1)."""
