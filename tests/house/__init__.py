"""House rules: checks over everything that is registered or tracked, so that forgetting fails the suite."""
