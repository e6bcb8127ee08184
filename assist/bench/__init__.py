"""`assist bench`: how well and how fast this machine hears, on the sample call or on recordings of one's own."""
