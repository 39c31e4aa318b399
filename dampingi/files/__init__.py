"""Files: photographs, papers and recordings, sealed under the key of the file they belong to. Knows no case."""
