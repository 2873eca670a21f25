"""Personal data: found, masked, and looked for once more in the finished site."""
