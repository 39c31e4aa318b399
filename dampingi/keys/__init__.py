"""Keys: root, units, owners; seal, open, token. What lies sealed is noise without the root key."""
