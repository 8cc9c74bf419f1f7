//! Two districts with a little of everything. Aimin (231004) has two delegations; Dong'an (231002)
//! has one, so that lists have rows of both.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

type Row = (&'static str, Value);

/// All rows, parents first.
pub(crate) static CITY: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows = Vec::new();
    district(&mut rows, "231004", "爱民区", "Aimin District", &["003", "005"]);
    district(&mut rows, "231002", "东安区", "Dong'an District", &["001"]);
    brand(&mut rows);
    escalation(&mut rows);
    rows
});

/// How many petitions each delegation has.
pub(crate) const PETITIONS: usize = 12;

/// A row of `fields`, with what every row has in common.
fn row(table: &'static str, fields: Value) -> Row {
    let mut all = Map::new();
    let Value::Object(fields) = fields else { panic!("a row is an object") };
    for (name, value) in fields {
        match name.as_str() {
            // One word makes a name in both languages and its sort key.
            "name" => {
                let text = value.as_str().expect("a name is a text");
                all.insert("name_zh".into(), format!("{text}（中）").into());
                all.insert("name_en".into(), text.into());
                if HAS_SORT_KEY.contains(&table) {
                    all.insert("name_sort".into(), text.to_lowercase().into());
                }
            }
            _ => {
                all.insert(name, value);
            }
        }
    }
    if !LINKS.contains(&table) {
        all.insert("synthetic".into(), true.into());
    }
    (table, Value::Object(all))
}

const HAS_SORT_KEY: &[&str] = &[
    "districts",
    "congresses",
    "divisions",
    "communities",
    "delegations",
    "deputies",
    "stations",
    "working_groups",
    "grids",
    "channels",
    "brand_initiatives",
];

const LINKS: &[&str] = &[
    "working_group_topics",
    "brand_channels",
    "brand_stations",
    "brand_working_groups",
    "escalation_petitions",
    "escalation_filers",
    "supervision_participants",
];

fn district(rows: &mut Vec<Row>, code: &str, zh: &str, en: &str, townships: &[&str]) {
    rows.push((
        "districts",
        json!({
            "code": code, "name_zh": zh, "name_en": en, "name_sort": en.to_lowercase(),
            "chair_zh": "主任", "chair_en": "The Chair", "synthetic": false,
        }),
    ));
    rows.push(row(
        "district_facts",
        json!({
            "id": format!("{code}:district-fact:1"), "district_code": code, "kind": "PRINCIPLE",
            "position": 1, "title_zh": "原则", "title_en": "A principle",
        }),
    ));
    for level in ["DISTRICT", "CITY"] {
        rows.push(row(
            "congresses",
            json!({
                "id": format!("{code}:congress:{level}"), "level": level,
                "name": format!("Congress {level}"),
            }),
        ));
    }
    for township in townships {
        delegation(rows, code, township);
    }
}

/// A delegation with its division, community, deputies, grids, station, channel, codes and
/// petitions.
fn delegation(rows: &mut Vec<Row>, code: &str, t: &str) {
    let id = |kind: &str, tail: &str| format!("{code}:{kind}:{tail}");
    let in_t = |kind: &str, n: usize| format!("{code}:{kind}:{t}-{n}");
    let division = id("division", t);
    let delegation = id("delegation", t);
    rows.push(row(
        "divisions",
        json!({
            "id": division, "code": format!("{code}{t}"), "kind": "SUBDISTRICT",
            "name": format!("Division {t}"),
        }),
    ));
    rows.push(row(
        "communities",
        json!({
            "id": in_t("community", 1), "provisional": true, "division_id": division,
            "kind": "RESIDENTIAL_COMMUNITY", "name": format!("Community {t}"),
        }),
    ));
    rows.push(row(
        "delegations",
        json!({ "id": delegation, "division_id": division, "name": format!("Delegation {t}") }),
    ));
    for n in 1..=6 {
        deputy(rows, code, t, n);
    }
    for (n, parent) in [(1, Value::Null), (2, in_t("station", 1).into())] {
        rows.push(row(
            "stations",
            json!({
                "id": in_t("station", n), "delegation_id": delegation,
                "station_type": if n == 1 { "CENTRAL_STATION" } else { "SUB_STATION" },
                "level": "COMMUNITY", "host_kind": "COMMUNITY",
                "community_id": in_t("community", 1), "parent_id": parent,
                "name": format!("Station {t}-{n}"),
            }),
        ));
    }
    for n in 1..=2 {
        working_group(rows, code, t, n);
    }
    for n in 1..=5 {
        grid(rows, code, t, n);
    }
    rows.push(row(
        "channels",
        json!({
            "id": in_t("channel", 1), "delegation_id": delegation, "kind": "WECHAT_PLATFORM",
            "status": "ACTIVE", "name": format!("Channel {t}"),
        }),
    ));
    for n in 1..=3 {
        rows.push(row(
            "qr_codes",
            json!({
                "id": in_t("qr-code", n), "token": format!("{code}{t}{n}"),
                "channel_id": in_t("channel", 1), "deputy_id": in_t("deputy", n),
                "active": n != 3, "activated_on": format!("2022-0{n}-01"), "scans": n * 10,
            }),
        ));
    }
    for n in 0..PETITIONS {
        petition(rows, code, t, n);
    }
    duty(rows, code, t);
}

fn deputy(rows: &mut Vec<Row>, code: &str, t: &str, n: usize) {
    let in_t = |kind: &str| format!("{code}:{kind}:{t}-{n}");
    // Two of a delegation share a name, and so do deputies of different districts.
    let name = format!("Deputy {}", if n == 2 { 1 } else { n });
    rows.push(row("deputies", json!({ "id": in_t("deputy"), "sector": "HEALTH", "name": name })));
    // The sixth has left.
    let valid_to = if n == 6 { json!("2022-12-31") } else { Value::Null };
    rows.push(row(
        "delegation_memberships",
        json!({
            "id": in_t("membership"), "deputy_id": in_t("deputy"),
            "delegation_id": format!("{code}:delegation:{t}"), "role": "MEMBER",
            "valid_from": "2022-01-01", "valid_to": valid_to,
        }),
    ));
    rows.push(row(
        "mandates",
        json!({
            "id": in_t("mandate"), "deputy_id": in_t("deputy"),
            "congress_id": format!("{code}:congress:{}", if n == 1 { "CITY" } else { "DISTRICT" }),
            "valid_from": "2022-01-01",
        }),
    ));
}

fn working_group(rows: &mut Vec<Row>, code: &str, t: &str, n: usize) {
    let id = format!("{code}:working-group:{t}-{n}");
    rows.push(row(
        "working_groups",
        json!({
            "id": id, "delegation_id": format!("{code}:delegation:{t}"),
            "station_id": format!("{code}:station:{t}-1"), "name": format!("Group {t}-{n}"),
        }),
    ));
    let topic = if n == 1 { "HEALTH" } else { "LEGAL_SERVICE" };
    rows.push(row("working_group_topics", json!({ "working_group_id": id, "category": topic })));
    rows.push(row(
        "working_group_members",
        json!({
            "id": format!("{code}:group-member:{t}-{n}"), "working_group_id": id,
            "deputy_id": format!("{code}:deputy:{t}-{n}"), "valid_from": "2022-01-01",
        }),
    ));
}

/// The first three grids have a deputy; that of the third left before today.
fn grid(rows: &mut Vec<Row>, code: &str, t: &str, n: usize) {
    let id = format!("{code}:grid:{t}-{n}");
    rows.push(row(
        "grids",
        json!({
            "id": id, "delegation_id": format!("{code}:delegation:{t}"),
            "community_id": format!("{code}:community:{t}-1"),
            "kind": if n == 1 { "BIG" } else { "BASE" },
            "parent_id": if n == 1 { Value::Null } else { format!("{code}:grid:{t}-1").into() },
            "name": format!("Grid {t}-{n}"), "households": n * 100, "valid_from": "2022-01-01",
        }),
    ));
    if n <= 3 {
        let valid_to = if n == 3 { json!("2022-12-31") } else { Value::Null };
        rows.push(row(
            "grid_chief_assignments",
            json!({
                "id": format!("{code}:grid-assignment:{t}-{n}"), "grid_id": id,
                "role": "BIG_GRID_CHIEF", "deputy_id": format!("{code}:deputy:{t}-{n}"),
                "valid_from": "2022-01-01", "valid_to": valid_to,
            }),
        ));
    }
}

/// Twelve in 2023, one a month, of which the first eight are resolved and six judged. Two more are
/// not accepted, and two share a time.
fn petition(rows: &mut Vec<Row>, code: &str, t: &str, n: usize) {
    let id = format!("{code}:petition:{t}-{n:02}");
    let month = n.max(2);
    let time = |day: usize| format!("2023-{month:02}-{day:02} 02:00:00");
    let (accepted, resolved) = (n < 10, n < 8);
    let when = |is: bool, day: usize| if is { time(day).into() } else { Value::Null };
    let grid = n % 5 + 1;
    rows.push(row(
        "petitions",
        json!({
            "id": id, "reference": format!("{code}-{t}-{n}"),
            "delegation_id": format!("{code}:delegation:{t}"),
            "grid_id": format!("{code}:grid:{t}-{grid}"),
            "channel_id": format!("{code}:channel:{t}-1"),
            "qr_code_id": if n < 2 { format!("{code}:qr-code:{t}-1").into() } else { Value::Null },
            "category": if n.is_multiple_of(2) { "WATER_SUPPLY" } else { "HEALTH" },
            "urgency": "ROUTINE", "complexity": "SMALL",
            "status": if resolved { "CLOSED" } else if accepted { "ACCEPTED" } else { "SUBMITTED" },
            "outcome": if resolved { "RESOLVED".into() } else { Value::Null },
            "round": 1, "submitted_at": time(1), "accepted_at": when(accepted, 2),
            "resolved_at": when(resolved, 2 + n), "final_replied_at": when(accepted, 20),
            "rating": if n < 5 { "SATISFIED".into() } else if n == 5 { "DISSATISFIED".into() }
                else { Value::Null },
            "rated_at": when(n < 6, 25), "due_at": when(!n.is_multiple_of(3), 28), "version": 1,
        }),
    ));
    for (sequence, kind, actor) in [(1, "SUBMIT", "PETITIONER"), (2, "ACCEPT", "KEEPER")] {
        rows.push(row(
            "petition_events",
            json!({
                "id": format!("{code}:petition-event:{t}-{n:02}-{sequence}"), "petition_id": id,
                "sequence": sequence, "kind": kind, "occurred_at": time(sequence),
                "actor_role": actor,
            }),
        ));
    }
    rows.push(row(
        "assignments",
        json!({
            "id": format!("{code}:assignment:{t}-{n:02}"), "petition_id": id,
            "kind": "CLAIMED", "deputy_id": format!("{code}:deputy:{t}-{}", n % 3 + 1),
            "assigned_at": time(3),
        }),
    ));
    rows.push(row(
        "replies",
        json!({
            "id": format!("{code}:reply:{t}-{n:02}"), "petition_id": id, "round": 1,
            "replied_at": time(20), "mode": "PHONE", "final_reply": true,
        }),
    ));
    rows.push(row(
        "ratings",
        json!({
            "id": format!("{code}:rating:{t}-{n:02}"), "petition_id": id, "round": 1,
            "score": "SATISFIED", "source": "SELF", "rated_at": time(25),
        }),
    ));
}

fn duty(rows: &mut Vec<Row>, code: &str, t: &str) {
    let delegation = format!("{code}:delegation:{t}");
    let id = |kind: &str, n: usize| format!("{code}:{kind}:{t}-{n}");
    rows.push(row(
        "registers",
        json!({
            "id": id("register", 1), "delegation_id": delegation, "kind": "VOTER_RECEPTION",
            "position": 1, "name": "Receptions",
        }),
    ));
    rows.push(row(
        "cadence_rules",
        json!({
            "id": id("cadence-rule", 1), "delegation_id": delegation, "act": "RECEPTION",
            "every": "WEEK", "times": 1, "name": "Weekly reception", "position": 1,
        }),
    ));
    rows.push(row(
        "points_rules",
        json!({
            "id": id("points-rule", 1), "delegation_id": delegation, "rule_version": 1,
            "act": "RECEPTION", "points": 2, "name": "Reception", "valid_from": "2023-01-01",
        }),
    ));
    for n in 1..=3 {
        let at = format!("2023-0{n}-10 01:00:00");
        rows.push(row(
            "activities",
            json!({
                "id": id("activity", n), "delegation_id": delegation, "kind": "RECEPTION",
                "title_zh": "接待", "title_en": "Reception", "occurred_at": at,
                "station_id": id("station", 1), "visitors": n,
            }),
        ));
        rows.push(row(
            "attendances",
            json!({
                "id": id("attendance", n), "activity_id": id("activity", n),
                "deputy_id": id("deputy", n), "status": "PRESENT",
            }),
        ));
        rows.push(row(
            "register_entries",
            json!({
                "id": id("register-entry", n), "register_id": id("register", 1),
                "recorded_at": at, "deputy_id": id("deputy", n), "activity_id": id("activity", n),
            }),
        ));
        rows.push(row(
            "points_entries",
            json!({
                "id": id("points-entry", n), "deputy_id": id("deputy", n),
                "points_rule_id": id("points-rule", 1), "points": 2, "earned_at": at,
                "activity_id": id("activity", n),
            }),
        ));
        rows.push(row(
            "supervision_activities",
            json!({
                "id": id("supervision", n), "delegation_id": delegation, "form": "RESEARCH",
                "subject_zh": "供水", "subject_en": "Water supply",
                "occurred_on": format!("2023-0{n}-15"),
            }),
        ));
        rows.push(row(
            "supervision_participants",
            json!({ "supervision_activity_id": id("supervision", n), "deputy_id": id("deputy", n) }),
        ));
        rows.push(row(
            "supervision_opinions",
            json!({
                "id": id("supervision-opinion", n), "supervision_activity_id": id("supervision", n),
                "position": 1, "detail_zh": "意见", "detail_en": "An opinion",
                "given_on": format!("2023-0{n}-20"),
            }),
        ));
    }
}

/// A brand of Tiebei with a mechanism of two parts, and one of Daqing with nothing.
fn brand(rows: &mut Vec<Row>) {
    for (t, name, lead) in [("003", "One Code", true), ("005", "One Home", false)] {
        rows.push(row(
            "brand_initiatives",
            json!({
                "id": format!("231004:brand:{t}"), "delegation_id": format!("231004:delegation:{t}"),
                "name": name, "status": "ACTIVE", "lead": lead,
            }),
        ));
    }
    for (n, kind, parent) in [
        (1, "DUTY_CADENCE", Value::Null),
        (2, "DUTY_CADENCE", json!("231004:mechanism:1")),
        (3, "DUTY_CADENCE", json!("231004:mechanism:1")),
        (4, "CLAIM_AND_ASSIGN", Value::Null),
    ] {
        rows.push(row(
            "mechanisms",
            json!({
                "id": format!("231004:mechanism:{n}"), "brand_id": "231004:brand:003",
                "parent_id": parent, "kind": kind, "name": format!("Mechanism {n}"), "position": n,
            }),
        ));
    }
    rows.push(row(
        "highlights",
        json!({
            "id": "231004:highlight:1", "brand_id": "231004:brand:003", "kind": "CASE",
            "title_zh": "修水管", "title_en": "A pipe mended", "lead": true, "position": 1,
        }),
    ));
    rows.push(row(
        "reported_figures",
        json!({
            "id": "231004:reported-figure:1", "brand_id": "231004:brand:003",
            "metric_label_zh": "满意率", "metric_label_en": "satisfaction rate", "value": 98.0,
            "qualifier": "ROUNDED", "unit_zh": "%", "unit_en": "%", "window_zh": "一年来",
            "window_en": "one year", "source_zh": "文章", "source_en": "the article", "position": 1,
        }),
    ));
    rows.push(row(
        "brand_channels",
        json!({ "brand_id": "231004:brand:003", "channel_id": "231004:channel:003-1" }),
    ));
    rows.push(row(
        "brand_stations",
        json!({ "brand_id": "231004:brand:003", "station_id": "231004:station:003-1" }),
    ));
    rows.push(row(
        "brand_working_groups",
        json!({ "brand_id": "231004:brand:003", "working_group_id": "231004:working-group:003-1" }),
    ));
}

fn escalation(rows: &mut Vec<Row>) {
    for n in 1..=2 {
        let id = format!("231004:escalation:{n}");
        rows.push(row(
            "escalations",
            json!({
                "id": id, "delegation_id": "231004:delegation:003",
                "congress_id": "231004:congress:CITY", "instrument": "SUGGESTION",
                "title_zh": "建议", "title_en": "A suggestion",
                "filed_at": format!("2023-0{n}-20 01:00:00"), "version": 1,
            }),
        ));
        rows.push(row(
            "escalation_petitions",
            json!({ "escalation_id": id, "petition_id": "231004:petition:003-09" }),
        ));
        rows.push(row(
            "escalation_filers",
            json!({ "escalation_id": id, "deputy_id": "231004:deputy:003-1" }),
        ));
    }
}
