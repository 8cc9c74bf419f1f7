//! The district's side of comparisons: counts and day histograms, never rates. What is made of them
//! is the city's.

pub mod dimension;
pub mod graphql;
pub mod metric;
pub mod queries;

#[cfg(test)]
mod tests;
