//! The closed lists of supervision of the authorities. They are stored, imported and served under the same names.

use async_graphql::Enum;
use storage::text_enum;

text_enum! {
    /// How deputies look at the work of the authorities.
    #[derive(Enum)]
    pub enum SupervisionForm {
        /// 专题调研: research on one topic.
        Research = "RESEARCH",
        /// 代表监督: supervision by deputies.
        DeputySupervision = "DEPUTY_SUPERVISION",
        /// 专题询问: a special inquiry.
        SpecialInquiry = "SPECIAL_INQUIRY",
        /// 工作评议: an appraisal of work.
        WorkAppraisal = "WORK_APPRAISAL",
        /// 视察: an inspection.
        Inspection = "INSPECTION",
    }
}
