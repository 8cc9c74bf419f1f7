//! How the public reaches the deputies of an area: a home, a liaison station in each community, and
//! the district's channels, some of which open only after a while and grow from then on.

use std::collections::HashMap;

use chrono::{Datelike as _, Months, NaiveDate};

use super::{MONTHS, SINCE, area::Area, profile::Profile};
use crate::{
    dataset::Record,
    generate::draw::Draw,
    places::kinds::DivisionKind,
    stations::{
        kinds::{ChannelKind, ChannelStatus, StationHostKind, StationLevel, StationType},
        model::{Channel, QrCode, Station},
    },
};

/// The stations, channels and codes of one area.
#[derive(Debug)]
pub struct Network {
    channels: Vec<Way>,
    stations: Vec<String>,
    codes: Vec<Code>,
}

/// A channel and how much it is used.
#[derive(Debug, Clone)]
struct Way {
    id: String,
    kind: ChannelKind,
    start: u32,
    end: u32,
}

#[derive(Debug)]
struct Code {
    id: String,
    channel: String,
    target: Target,
    activated_on: NaiveDate,
}

#[derive(Debug, Clone)]
enum Target {
    Deputy(String),
    Station(String),
    Grid(String),
}

/// The way that one petition came.
#[derive(Debug, Default)]
pub struct Arrival {
    /// The kind of the channel.
    pub kind: Option<ChannelKind>,
    /// The channel.
    pub channel: Option<String>,
    /// The code that was scanned.
    pub code: Option<String>,
    /// The grid that the code leads to.
    pub grid: Option<String>,
    /// The station that received it.
    pub station: Option<String>,
}

impl Network {
    /// Plans the network of an area.
    pub fn plan(profile: &Profile, area: &Area) -> Self {
        let home = std::iter::once(area.id("station", "home"));
        let liaison = (1..=area.communities).map(|number| area.id("station", number));
        let stations: Vec<String> = home.chain(liaison).collect();
        let channels: Vec<Way> = profile
            .channels
            .iter()
            .map(|(kind, start, end)| {
                let tail = kind.as_str().to_lowercase().replace('_', "-");
                Way { id: area.id("channel", tail), kind: *kind, start: *start, end: *end }
            })
            .collect();
        let codes = channels.iter().flat_map(|way| codes_of(way, area, &stations)).collect();
        Self { channels, stations, codes }
    }

    /// The ids of the channels.
    pub fn channel_ids(&self) -> impl Iterator<Item = &str> {
        self.channels.iter().map(|way| way.id.as_str())
    }

    /// The ids of the stations.
    pub fn station_ids(&self) -> impl Iterator<Item = &str> {
        self.stations.iter().map(String::as_str)
    }

    /// Draws how a petition of a day comes.
    pub fn arrival(&self, day: NaiveDate, draw: &mut Draw) -> Arrival {
        let weights: Vec<(usize, u32)> =
            self.channels.iter().map(|way| way.use_on(day)).enumerate().collect();
        let Some(way) = draw.weighted(&weights).map(|index| &self.channels[index]) else {
            return Arrival::default();
        };
        let mut arrival =
            Arrival { kind: Some(way.kind), channel: Some(way.id.clone()), ..Arrival::default() };
        let codes: Vec<&Code> = self.codes.iter().filter(|code| code.channel == way.id).collect();
        if let Some(code) = draw.pick(&codes) {
            arrival.code = Some(code.id.clone());
            match &code.target {
                Target::Grid(grid) => arrival.grid = Some(grid.clone()),
                Target::Station(station) => arrival.station = Some(station.clone()),
                Target::Deputy(_) => {}
            }
        } else if is_at_a_station(way.kind) {
            arrival.station = draw.pick(&self.stations).cloned();
        }
        arrival
    }

    /// The rows of stations and channels.
    pub fn rows(&self, area: &Area) -> Vec<Record> {
        let mut records: Vec<Record> =
            (0..).zip(&self.stations).map(|(number, id)| station(area, number, id)).collect();
        records.extend(self.channels.iter().map(|way| way.row(area)));
        records
    }
}

/// The rows of all codes, scanned at least as often as petitions came by them.
pub fn codes(networks: &[Network], used: &HashMap<String, u32>, draw: &mut Draw) -> Vec<Record> {
    networks
        .iter()
        .flat_map(|network| &network.codes)
        .map(|code| code.row(used.get(&code.id).copied().unwrap_or_default(), draw))
        .collect()
}

/// One code for each thing that the channel's codes lead to.
fn codes_of(way: &Way, area: &Area, stations: &[String]) -> Vec<Code> {
    let targets: Vec<Target> = match way.kind {
        ChannelKind::QrDeputy => {
            (1..=area.deputies).map(|number| Target::Deputy(area.roll().id(number))).collect()
        }
        ChannelKind::QrStation => stations.iter().cloned().map(Target::Station).collect(),
        ChannelKind::QrGrid => {
            (1..=area.grids).map(|number| Target::Grid(area.grid(number))).collect()
        }
        _ => Vec::new(),
    };
    let kind = way.kind.as_str().to_lowercase().replace('_', "-");
    (1..)
        .zip(targets)
        .map(|(number, target)| Code {
            id: area.id("qr-code", format_args!("{kind}-{number:03}")),
            channel: way.id.clone(),
            target,
            activated_on: way.opened_on(),
        })
        .collect()
}

fn is_at_a_station(kind: ChannelKind) -> bool {
    matches!(
        kind,
        ChannelKind::StationVisit | ChannelKind::ReceptionDay | ChannelKind::ReceptionWindow
    )
}

impl Way {
    /// The weight on a day: it moves from the first to the last month.
    fn use_on(&self, day: NaiveDate) -> u32 {
        let years = u32::try_from(day.year() - SINCE.year()).unwrap_or_default();
        self.use_in(years * 12 + day.month0())
    }

    fn use_in(&self, month: u32) -> u32 {
        let last = MONTHS - 1;
        let month = month.min(last);
        (self.start * (last - month) + self.end * month) / last
    }

    /// The first day of the first month in which it is used.
    fn opened_on(&self) -> NaiveDate {
        let month = (0..MONTHS).find(|month| self.use_in(*month) > 0).unwrap_or_default();
        SINCE + Months::new(month)
    }

    fn row(&self, area: &Area) -> Record {
        let [name_zh, name_en, name_sort] = area.named(name_of(self.kind));
        Record::from(Channel {
            id: self.id.clone(),
            delegation_id: area.delegation(),
            kind: self.kind,
            status: ChannelStatus::Active,
            name_zh,
            name_en,
            name_sort,
            detail_zh: None,
            detail_en: None,
            keeper_zh: None,
            keeper_en: None,
            station_id: None,
            deputy_id: None,
            grid_id: None,
            opened_on: Some(self.opened_on()),
            closed_on: None,
            synthetic: true,
        })
    }
}

impl Code {
    fn row(&self, petitions: u32, draw: &mut Draw) -> Record {
        let (mut deputy_id, mut station_id, mut grid_id) = (None, None, None);
        match self.target.clone() {
            Target::Deputy(id) => deputy_id = Some(id),
            Target::Station(id) => station_id = Some(id),
            Target::Grid(id) => grid_id = Some(id),
        }
        // Some codes hang where nobody sees them.
        let scans = petitions + if draw.percent(12) { 0 } else { draw.between(1, 180) };
        Record::from(QrCode {
            id: self.id.clone(),
            token: draw.token(),
            channel_id: Some(self.channel.clone()),
            deputy_id,
            station_id,
            grid_id,
            active: petitions > 0 || draw.percent(95),
            activated_on: self.activated_on,
            rotated_on: None,
            scans: i64::from(scans),
            synthetic: true,
        })
    }
}

fn station(area: &Area, number: u32, id: &str) -> Record {
    let is_home = number == 0;
    let noun = match (is_home, area.kind) {
        (true, _) => ["代表之家", "Deputies' Home", "daibiao zhi jia"],
        (false, DivisionKind::Subdistrict) => {
            ["社区联络站", "Community Liaison Station", "shequ lianluozhan"]
        }
        (false, _) => ["村联络站", "Village Liaison Station", "cun lianluozhan"],
    };
    let [zh, en, sort] = area.named(noun);
    let suffix = |separator: &str| {
        if is_home { String::new() } else { format!("{separator}{number}") }
    };
    Record::from(Station {
        id: id.to_owned(),
        delegation_id: area.delegation(),
        station_type: if is_home { StationType::Home } else { StationType::LiaisonStation },
        level: Some(if is_home { StationLevel::Subdistrict } else { StationLevel::Community }),
        host_kind: Some(if is_home {
            StationHostKind::SubdistrictOffice
        } else {
            StationHostKind::Community
        }),
        community_id: (!is_home).then(|| area.community(number)),
        parent_id: (!is_home).then(|| area.id("station", "home")),
        name_zh: format!("{zh}{}", suffix("")),
        name_en: format!("{en}{}", suffix(" ")),
        name_sort: format!("{sort}{}", suffix(" ")),
        host_zh: None,
        host_en: None,
        opening_zh: None,
        opening_en: None,
        detail_zh: None,
        detail_en: None,
        synthetic: true,
    })
}

/// A neutral name of a channel in Chinese, in English and as sort key.
fn name_of(kind: ChannelKind) -> [&'static str; 3] {
    match kind {
        ChannelKind::QrDeputy => ["代表二维码", "Deputies' QR Codes", "daibiao erweima"],
        ChannelKind::QrStation => ["站点二维码", "Station QR Codes", "zhandian erweima"],
        ChannelKind::QrGrid => ["网格二维码", "Grid QR Codes", "wangge erweima"],
        ChannelKind::WechatPlatform => ["微信平台", "WeChat Platform", "weixin pingtai"],
        ChannelKind::WechatGroup => ["微信群", "WeChat Group", "weixin qun"],
        ChannelKind::SmartPlatform => ["智慧平台", "Smart Platform", "zhihui pingtai"],
        ChannelKind::Hotline => ["代表热线", "Deputies' Hotline", "daibiao rexian"],
        ChannelKind::PhoneCard => ["代表联系卡", "Contact Card", "daibiao lianxika"],
        ChannelKind::ReceptionDay => ["接待日", "Reception Day", "jiedai ri"],
        ChannelKind::ReceptionWindow => ["接待窗口", "Reception Window", "jiedai chuangkou"],
        ChannelKind::StationVisit => ["到站反映", "Visit to a Station", "dao zhan fanying"],
        ChannelKind::HomeVisit => ["入户走访", "Home Visits", "ruhu zoufang"],
        ChannelKind::GridReport => ["网格上报", "Grid Reports", "wangge shangbao"],
        ChannelKind::QuarterlySweep => ["季度征集", "Quarterly Sweep", "jidu zhengji"],
        ChannelKind::TransferIn => ["转入", "Transfer In", "zhuanru"],
        ChannelKind::Other => ["其他渠道", "Other Channel", "qita qudao"],
    }
}
