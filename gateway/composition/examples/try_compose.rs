//! Scratch.
use gateway_composition::*;
fn main() {
    let mut inputs = vec![];
    for arg in std::env::args().skip(1) {
        let (name, files) = arg.split_once('=').expect("name=files");
        let files: Vec<_> = files.split(',').collect();
        let schemas = if name.ends_with('*') {
            Schemas::Partitions(
                files
                    .iter()
                    .enumerate()
                    .map(|(i, f)| PartitionSchema {
                        key: format!("{}", 231000 + i),
                        sdl: std::fs::read_to_string(f).expect("file"),
                    })
                    .collect(),
            )
        } else {
            Schemas::One(std::fs::read_to_string(files[0]).expect("file"))
        };
        inputs.push(SubgraphInput {
            name: name.trim_end_matches('*').to_owned(),
            url: format!("http://{name}/"),
            schemas,
        });
    }
    let t = std::time::Instant::now();
    match compose(&inputs) {
        Ok(c) => {
            println!("{}", c.supergraph_sdl);
            for h in c.hints {
                eprintln!("{h}");
            }
            for s in c.skew {
                eprintln!("{s:?}");
            }
        }
        Err(ds) => {
            for d in ds {
                eprintln!("{d}");
            }
        }
    }
    eprintln!("{:?}", t.elapsed());
}
