"""Records -> numbers, and the sentences that say them."""
