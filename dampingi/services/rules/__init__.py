"""What the rooms of casework decide, one file for each topic. Pure."""
