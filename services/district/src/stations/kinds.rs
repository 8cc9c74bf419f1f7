//! The closed lists of stations, channels and codes. They are stored, imported and served under the same names.

use async_graphql::Enum;
use storage::text_enum;

text_enum! {
    /// What sort of station it is.
    #[derive(Enum)]
    pub enum StationType {
        /// 代表之家: a deputies' home.
        Home = "HOME",
        /// 中心站: a central liaison station.
        CentralStation = "CENTRAL_STATION",
        /// 分站: a station that supplements a central one.
        SubStation = "SUB_STATION",
        /// 联络站: a liaison station.
        LiaisonStation = "LIAISON_STATION",
        /// 联络点: a contact point at a workplace.
        ContactPoint = "CONTACT_POINT",
        /// 工作站: a deputies' workstation.
        Workstation = "WORKSTATION",
        /// 接待选民窗口: a window where voters are received.
        ReceptionWindow = "RECEPTION_WINDOW",
    }
}

text_enum! {
    /// The level a station works at.
    #[derive(Enum)]
    pub enum StationLevel {
        /// A subdistrict or town.
        Subdistrict = "SUBDISTRICT",
        /// A community or village.
        Community = "COMMUNITY",
        /// A workplace.
        Workplace = "WORKPLACE",
    }
}

text_enum! {
    /// What sort of body gives a station room.
    #[derive(Enum)]
    pub enum StationHostKind {
        /// A community or village.
        Community = "COMMUNITY",
        /// An enterprise.
        Enterprise = "ENTERPRISE",
        /// A school.
        School = "SCHOOL",
        /// A hospital.
        Hospital = "HOSPITAL",
        /// The office of a subdistrict or town.
        SubdistrictOffice = "SUBDISTRICT_OFFICE",
        /// Something else.
        Other = "OTHER",
    }
}

text_enum! {
    /// What sort of way to the deputies it is.
    #[derive(Enum)]
    pub enum ChannelKind {
        /// A code of one deputy.
        QrDeputy = "QR_DEPUTY",
        /// A code of one station.
        QrStation = "QR_STATION",
        /// A code that leads into the group of a grid.
        QrGrid = "QR_GRID",
        /// A WeChat platform.
        WechatPlatform = "WECHAT_PLATFORM",
        /// A WeChat group.
        WechatGroup = "WECHAT_GROUP",
        /// A platform of its own.
        SmartPlatform = "SMART_PLATFORM",
        /// A telephone hotline.
        Hotline = "HOTLINE",
        /// A contact card with a published number.
        PhoneCard = "PHONE_CARD",
        /// A fixed reception day.
        ReceptionDay = "RECEPTION_DAY",
        /// A reception window.
        ReceptionWindow = "RECEPTION_WINDOW",
        /// A visit to a station.
        StationVisit = "STATION_VISIT",
        /// A visit by deputies to voters.
        HomeVisit = "HOME_VISIT",
        /// A report from a grid.
        GridReport = "GRID_REPORT",
        /// A gathering at the start of each quarter.
        QuarterlySweep = "QUARTERLY_SWEEP",
        /// Handed over by another body.
        TransferIn = "TRANSFER_IN",
        /// Something else.
        Other = "OTHER",
    }
}

text_enum! {
    /// Whether a channel can be used.
    #[derive(Enum)]
    pub enum ChannelStatus {
        /// Not yet.
        Planned = "PLANNED",
        /// Yes.
        Active = "ACTIVE",
        /// Not for the time being.
        Suspended = "SUSPENDED",
        /// No longer.
        Retired = "RETIRED",
    }
}
