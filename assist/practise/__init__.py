"""Role play: a scripted customer who hears what the agent's words do, and the call that comes of it."""
