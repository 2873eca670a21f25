"""One build, from the folders to the published site."""
