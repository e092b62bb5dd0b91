//! Seeds: taxonomy, tools, the demo town.
