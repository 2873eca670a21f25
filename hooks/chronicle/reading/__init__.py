"""Bytes that people wrote -> text, tables and YAML documents whose every value knows its line and column."""
