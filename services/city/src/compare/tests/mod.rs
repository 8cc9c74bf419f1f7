//! Comparisons: rows and cells, cautions, and the entity as the gateway asks for it.

mod build;
mod cautions;
mod entity;
mod laws;
mod rows;
