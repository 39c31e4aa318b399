"""Questions to answers with reasons: case type, risk, authority."""
