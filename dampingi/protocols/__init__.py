"""The law as a catalog, and a pure engine that turns facts and events into duties."""
