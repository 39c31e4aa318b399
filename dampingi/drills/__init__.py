"""Drills: invented cases in the real screens, told by a script and scored by the real rules."""
