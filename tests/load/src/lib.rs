//! A load bench over real HTTP: four subgraphs, a gateway, and many clients. It measures what the
//! gateway process spends, not only how long clients wait, and checks every answer.

pub mod clients;
pub mod process;
pub mod subgraphs;
