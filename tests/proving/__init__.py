"""Workers that die, brokers and databases that go away: what is shared by the proofs on every executor."""
