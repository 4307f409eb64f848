//! To be laid out.
