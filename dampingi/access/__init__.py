"""Who works here, what each role may do, and who may see which file."""
