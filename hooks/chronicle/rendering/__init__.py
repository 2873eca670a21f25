"""Agent years -> blocks, pages and slides, as Markdown and HTML."""
