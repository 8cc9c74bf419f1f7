//! The district service: one district's deputies, delegations, grids, petitions and brands.
