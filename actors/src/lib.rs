//! Who is awake: the actors behind every open screen, and the background ones behind their desks.
