//! Questions, their texts, and what is refused.

use proptest::{prelude::*, sample::subsequence};

use super::*;
use crate::PeerGroup;

fn year(year: i32) -> PeriodInput {
    PeriodInput { year: Some(year), ..PeriodInput::default() }
}

fn urban() -> ScopeInput {
    ScopeInput { peer_group: Some(PeerGroup::UrbanDistrict), ..ScopeInput::default() }
}

fn text_error(text: &str) -> String {
    text.parse::<Question>().expect_err("not the text of a question").to_string()
}

#[test]
fn the_id_says_what_is_asked() {
    let metrics = [MetricKey::ResolutionRate, MetricKey::ReplyRate, MetricKey::MedianDays];
    let question = Question::new(metrics, Dimension::District, urban(), year(2023));
    assert_eq!(
        question.expect("a question").id(),
        "v1;metrics=MEDIAN_DAYS,REPLY_RATE,RESOLUTION_RATE;by=DISTRICT;\
         peerGroup=URBAN_DISTRICT;period=2023-01-01/2023-12-31"
    );
}

#[test]
fn wrong_arguments_are_told_in_words() {
    let ask = |metrics: &[MetricKey], scope, period| {
        Question::new(metrics.iter().copied(), Dimension::District, scope, period)
            .expect_err("a wrong argument")
            .to_string()
    };
    let one = &[MetricKey::ReplyRate];
    assert_eq!(ask(&[], urban(), year(2023)), "`metrics` is empty; name at least one metric");
    assert!(ask(one, ScopeInput::default(), year(2023)).contains("`all: true`"));
    assert!(ask(one, urban(), PeriodInput::default()).contains("exactly one of"));
}

#[test]
fn texts_of_no_question_are_refused() {
    let malformed = "the id is not that of a comparison";
    for text in [
        "",
        "v2;metrics=REPLY_RATE;by=DISTRICT;period=2023-01-01/2023-12-31",
        "v1;by=DISTRICT;period=2023-01-01/2023-12-31",
        "v1;metrics=REPLY_RATE;by=DISTRICT;period=2023-01-01",
        "v1;metrics=REPLY_RATE;by=DISTRICT;period=2023-01-01/2023-12-31;",
        "v1;metrics=REPLY_RATE;by=DISTRICT;districts=x;period=2023-01-01/2023-12-31",
        // The same questions, but not as they are written by us.
        "v1;metrics=REPLY_RATE;by=DISTRICT;period=2023-1-1/2023-12-31",
        "v1;metrics=RESOLUTION_RATE,REPLY_RATE;by=DISTRICT;period=2023-01-01/2023-12-31",
        "v1;metrics=REPLY_RATE;by=DISTRICT;districts=231004,231002;period=2023-01-01/2023-12-31",
    ] {
        assert_eq!(text_error(text), malformed, "{text:?}");
    }
}

#[test]
fn texts_of_another_version_say_what_is_unknown() {
    let text = "v1;metrics=SHOE_SIZE;by=DISTRICT;period=2023-01-01/2023-12-31";
    assert!(text_error(text).contains("`SHOE_SIZE` is unknown"));
    let text = "v1;metrics=REPLY_RATE;by=DISTRICT;period=2023-12-31/2023-01-01";
    assert!(text_error(text).contains("before it starts"));
    assert!(text_error(&"x".repeat(4_001)).contains("this one has 4001"));
}

fn metrics() -> impl Strategy<Value = Vec<MetricKey>> {
    let all: Vec<_> = MetricKey::all().collect();
    let count = all.len();
    subsequence(all, 1..=count).prop_shuffle()
}

fn dimension() -> impl Strategy<Value = Dimension> {
    prop::sample::select(Dimension::all().collect::<Vec<_>>())
}

fn districts() -> impl Strategy<Value = Option<Vec<DistrictCode>>> {
    let code = "23100[2-5]".prop_map(|text| text.parse().expect("a district code"));
    prop::option::of(prop::collection::vec(code, 1..6))
}

fn scope() -> impl Strategy<Value = ScopeInput> {
    let peer_group = prop::option::of(prop::sample::select(PeerGroup::all().collect::<Vec<_>>()));
    (districts(), peer_group).prop_map(|(districts, peer_group)| {
        let all = (districts.is_none() && peer_group.is_none()).then_some(true);
        ScopeInput { districts, peer_group, all }
    })
}

fn period_input() -> impl Strategy<Value = PeriodInput> {
    prop_oneof![
        (1992..=2199).prop_map(year),
        (1992..=2199, 1..=4).prop_map(|(year, quarter)| PeriodInput {
            quarter: Some(format!("{year}Q{quarter}")),
            ..PeriodInput::default()
        }),
    ]
}

proptest! {
    #[test]
    fn the_id_is_read_back(metrics in metrics(), by in dimension(), scope in scope(), period in period_input()) {
        let question = Question::new(metrics, by, scope, period).expect("a question");
        prop_assert_eq!(question.id().parse(), Ok(question));
    }

    #[test]
    fn the_order_of_arguments_does_not_matter(
        mut metrics in metrics(), by in dimension(), mut scope in scope(), period in period_input(),
    ) {
        let ask = |metrics: &[MetricKey], scope: &ScopeInput| {
            Question::new(metrics.iter().copied(), by, scope.clone(), period.clone()).expect("a question")
        };
        let question = ask(&metrics, &scope);
        metrics.reverse();
        metrics.push(metrics[0]);
        if let Some(districts) = &mut scope.districts {
            districts.reverse();
        }
        let same = ask(&metrics, &scope);
        prop_assert_eq!(question.id(), same.id());
        prop_assert_eq!(question, same);
    }

    #[test]
    fn no_text_panics(text in "v1;metrics=[A-Z_,]{0,20};by=[A-Z]{0,10};(districts=[0-9,]{0,20};)?period=[0-9/-]{0,21}") {
        let _ = text.parse::<Question>();
    }
}
