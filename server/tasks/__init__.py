"""Tasks and notices: what the server and the offices ask of people, and what they answer."""
