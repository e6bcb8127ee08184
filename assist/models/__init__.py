"""Speech models as files: listed, fetched, carried to machines that reach no hub, and checked on the way."""
