"""One TOML file per platform; loading one writes the rows that its administrator then edits on screens."""
