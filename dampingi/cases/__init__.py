"""The entrance of every report, and the case: ownership, assignment, first contact, the board."""
