"""What we have promised to say, and saying it."""
