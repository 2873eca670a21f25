"""Tables that people keep: everybody's and their own, metrics and lists, in every shape."""
