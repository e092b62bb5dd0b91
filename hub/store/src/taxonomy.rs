//! Taxonomy.
