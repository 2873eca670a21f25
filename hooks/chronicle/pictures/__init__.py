"""Pictures that leave the site: link card and poster."""
