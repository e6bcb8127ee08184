"""Charts that are painted, each with the table that it shows, to be read, walked through by keys, and saved."""
