"""The search index: Chinese words, and shards that a browser loads one by one."""
