//! A whole city in one process, each part on its own port and with its own embedded database. The
//! parts are the same libraries that the binaries serve; only their settings are made here.

mod data_folder;
mod districts;
mod gateway_config;
mod start;

pub use data_folder::DataFolder;
pub use districts::{DISTRICTS, DemoDistrict};
pub use start::{City, Options, Part, Progress, start};

/// Operations to try, each with the name of its file.
pub const QUERIES: [(&str, &str); 3] = [
    ("1-brands-of-aimin.graphql", include_str!("../queries/1-brands-of-aimin.graphql")),
    (
        "2-urban-districts-compared.graphql",
        include_str!("../queries/2-urban-districts-compared.graphql"),
    ),
    (
        "3-one-page-of-ten-districts.graphql",
        include_str!("../queries/3-one-page-of-ten-districts.graphql"),
    ),
];
