"""The page frame, its components, its headers. No domain words."""
