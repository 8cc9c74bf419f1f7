//! The gateway's configuration for the parts of a demo.

use std::{net::SocketAddr, path::PathBuf};

use gateway::config::{
    Config, GraphiqlConfig, IdentityConfig, PartitionConfig, Source, SubgraphConfig,
};

use crate::{districts::DemoDistrict, start::Part};

pub(crate) fn gateway_config(
    listen: SocketAddr,
    city: SocketAddr,
    districts: &[(DemoDistrict, Part)],
    signing_key_file: PathBuf,
    examples: Vec<PathBuf>,
) -> Config {
    let city = Source::Single { endpoints: vec![graphql_at(city)], schema: None };
    let partitions = districts.iter().map(|(district, part)| PartitionConfig {
        key: district.code.to_owned(),
        labels: [("peerGroup".to_owned(), district.peer_group.to_owned())].into(),
        endpoints: vec![graphql_at(part.address)],
        schema: None,
        owns: Vec::new(),
    });
    let districts = Source::Partitioned(partitions.collect());
    Config {
        listen,
        subgraphs: vec![
            SubgraphConfig::new("city", city),
            SubgraphConfig::new("districts", districts),
        ],
        identity: IdentityConfig { signing_key_file: Some(signing_key_file) },
        graphiql: GraphiqlConfig { enabled: true, examples },
        ..Config::default()
    }
}

fn graphql_at(address: SocketAddr) -> String {
    format!("http://{address}/graphql")
}
