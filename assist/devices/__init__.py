"""`assist devices`: which inputs there are, whom each would carry, and how loud each is just now."""
