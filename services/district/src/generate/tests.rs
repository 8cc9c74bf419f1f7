//! What holds for every generated dataset: it is the same for the same seed, it passes the import,
//! and the peers differ from each other and through the year.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use storage::testing::TestDatabase;

use super::{
    Dataset, GenerateError, MAX_SCALE, Spec,
    calendar::{is_heating_season, local_day},
    districts, generate,
};
use crate::{
    dataset::{ImportOptions, Record, import_records},
    petitions::{
        kinds::{CategoryCode, Outcome},
        model::Petition,
    },
};

fn spec(district: &str, seed: u64, scale: f64) -> Spec {
    Spec { district: district.to_owned(), seed, scale }
}

fn peer(district: &str) -> Dataset {
    generate(&spec(district, 1, 1.0)).expect("a peer can be generated")
}

fn petitions(dataset: &Dataset) -> Vec<&Petition> {
    let petitions = dataset.records.iter().filter_map(|record| match record {
        Record::Petition(row) => Some(row),
        _ => None,
    });
    petitions.collect()
}

fn import_to_sqlite(dataset: &Dataset) {
    storage::testing::block_on(async {
        let test = TestDatabase::sqlite().await;
        test.migrate(&crate::MIGRATIONS).await;
        let records = dataset.records.iter().cloned();
        let options = ImportOptions::default();
        let report = import_records(test.database(), &dataset.header, records, options)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", dataset.header.district));
        assert_eq!(report.total() as usize, dataset.records.len());
    });
}

#[test]
fn there_are_ten_districts() {
    assert_eq!(
        districts(),
        [
            "231002", "231003", "231004", "231005", "231025", "231081", "231083", "231084",
            "231085", "231086",
        ]
    );
}

#[test]
fn every_district_passes_the_import() {
    for district in districts() {
        import_to_sqlite(&peer(district));
    }
}

#[test]
fn the_same_seed_gives_the_same_and_another_seed_something_else() {
    let dataset = |seed| generate(&spec("231005", seed, 0.2)).expect("a peer can be generated");
    assert_eq!(dataset(3), dataset(3));
    assert_ne!(dataset(3).records, dataset(4).records);
}

#[test]
fn what_cannot_be_generated_is_refused() {
    let unknown = generate(&spec("231099", 1, 1.0)).expect_err("there is no such district");
    assert!(unknown.to_string().starts_with("nothing is known of district `231099`"), "{unknown}");
    for scale in [0.0, -1.0, f64::NAN, f64::INFINITY, MAX_SCALE * 2.0] {
        let refused = generate(&spec("231002", 1, scale));
        assert!(matches!(refused, Err(GenerateError::Scale(_))), "{scale}");
    }
}

#[test]
fn every_row_of_a_peer_says_that_it_is_invented() {
    for district in districts().into_iter().filter(|code| *code != "231004") {
        for record in peer(district).records {
            let row = serde_json::to_value(&record).expect("a record is plain data");
            let synthetic = row.get("synthetic").and_then(serde_json::Value::as_bool);
            // Rows that only link two others have no mark of their own.
            assert_ne!(synthetic, Some(false), "{row}");
        }
    }
}

#[test]
fn peers_have_as_many_delegations_as_divisions() {
    let delegations: BTreeMap<&str, usize> = districts()
        .into_iter()
        .map(|code| {
            let records = peer(code).records;
            (code, records.iter().filter(|r| matches!(r, Record::Delegation(_))).count())
        })
        .collect();
    let expected = [
        ("231002", 7),
        ("231003", 8),
        ("231004", 8),
        ("231005", 8),
        ("231025", 11),
        ("231081", 2),
        ("231083", 8),
        ("231084", 13),
        ("231085", 8),
        ("231086", 6),
    ];
    assert_eq!(delegations, BTreeMap::from(expected));
}

#[test]
fn heating_is_complained_about_in_the_cold() {
    let dataset = peer("231002");
    let heating: Vec<_> =
        petitions(&dataset).into_iter().filter(|p| p.category == CategoryCode::Heating).collect();
    let cold = heating.iter().filter(|p| is_heating_season(local_day(p.submitted_at))).count();
    assert!(heating.len() > 50 && cold * 100 > heating.len() * 85, "{cold} of {}", heating.len());
}

#[test]
fn codes_bring_more_petitions_as_time_goes_on() {
    let dataset = peer("231002");
    let by_code = |year: &str| {
        let of_year = petitions(&dataset)
            .into_iter()
            .filter(|p| local_day(p.submitted_at).format("%Y").to_string() == year);
        let (all, scanned) = of_year.fold((0_u32, 0_u32), |(all, scanned), petition| {
            (all + 1, scanned + u32::from(petition.qr_code_id.is_some()))
        });
        scanned * 100 / all
    };
    assert!(by_code("2023") > by_code("2022") + 15, "{} {}", by_code("2022"), by_code("2023"));
}

#[test]
fn peers_resolve_different_shares_of_different_matters() {
    let mut rates = BTreeSet::new();
    let mut mixes = BTreeSet::new();
    for code in districts().into_iter().filter(|code| *code != "231004") {
        let dataset = peer(code);
        let accepted: Vec<_> =
            petitions(&dataset).into_iter().filter(|p| p.accepted_at.is_some()).collect();
        let resolved = accepted.iter().filter(|p| p.outcome == Some(Outcome::Resolved)).count();
        let rate = resolved * 100 / accepted.len();
        assert!((40..=92).contains(&rate), "{code} resolves {rate} %");
        rates.insert(rate);
        mixes.insert(accepted.iter().map(|p| p.category).collect::<BTreeSet<_>>());
    }
    assert!(rates.len() >= 6, "the rates hardly differ: {rates:?}");
    assert!(mixes.len() >= 4, "the matters hardly differ");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_seed_and_scale_passes_the_import(
        district in proptest::sample::select(districts()),
        seed: u64,
        percent in 1_u32..60,
    ) {
        let spec = spec(district, seed, f64::from(percent) / 100.0);
        import_to_sqlite(&generate(&spec).expect("a district can be generated"));
    }
}
