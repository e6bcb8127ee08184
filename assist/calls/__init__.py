"""One call after another: what begins it, who listens, when it is over, and how one that broke off is taken up."""
