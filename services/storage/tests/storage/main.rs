//! What the crate promises, on both databases.

mod constraints;
mod item;
mod migrations;
mod pages;
mod pooling;
mod queries;
mod statements;
mod transactions;
