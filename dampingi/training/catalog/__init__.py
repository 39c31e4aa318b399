"""What can be learned, as data."""
