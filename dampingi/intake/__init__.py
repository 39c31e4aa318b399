"""Reports: the complaint sheet, drafts, and what was sent once. The entrance stands in ``cases``."""
