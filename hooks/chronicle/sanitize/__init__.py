"""What people wrote or attached -> what may be published: safe HTML, re-encoded pictures, checked files."""
