"""Documents: blocks on the letterhead of a unit, set as PDF in a process that can keep nothing."""
