"""人间观察员: a year of metrics and a few stories become a chronicle. Imports nothing of MkDocs."""
