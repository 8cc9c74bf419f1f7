//! Comparisons in GraphQL: the entity that the gateway resolves with the merged parts, and the
//! rows, cells and cautions that it shows. What is computed is in the neighbouring modules.

use async_graphql::{Context, ID, Json, Object};
use comparison::{Dimension, MetricKey, Part, Question};
use contract::ErrorCode;
use storage::Database;
use subgraph_server::{
    Failure, Result,
    graphql::{Coverage, LocalizedText},
};

use super::{
    caution::{Caution, CautionCode, cautions},
    parts::ExternalPart,
    reference::{KnownDistrict, Reference},
    table::{Answer, Cell, ComputationState, Row, Table},
};
use crate::{categories, districts, language::Language, metrics::MetricDefinition};

/// The entity resolver.
#[derive(Default)]
pub struct ComparisonQuery;

#[Object]
impl ComparisonQuery {
    /// Parts and coverage are sent only when a field is asked for that requires them.
    #[graphql(entity)]
    async fn find_comparison_by_id(
        &self,
        ctx: &Context<'_>,
        #[graphql(key)] id: ID,
        parts: Option<Json<Vec<Part>>>,
        coverage: Option<Json<Coverage>>,
    ) -> Result<Comparison> {
        let question: Question = id.parse()?;
        let (Some(Json(parts)), Some(Json(coverage))) = (parts, coverage) else {
            return Ok(Comparison { id, question, computed: None });
        };
        let reference = reference(ctx.data_unchecked(), question.by()).await?;
        let answer = Answer { question: question.clone(), parts, coverage };
        let table = Table::new(&answer, &reference)?;
        let cautions = cautions(&answer, &table, &reference);
        Ok(Comparison { id, question, computed: Some(Computed { answer, table, cautions }) })
    }
}

/// The names and groups that a comparison needs.
async fn reference(database: &Database, by: Dimension) -> Result<Reference> {
    let mut reference = Reference::default();
    for district in districts::all(database).await? {
        let name = LocalizedText::new(district.name_zh, district.name_en);
        let known = KnownDistrict { name, peer_group: district.peer_group };
        reference.districts.insert(district.code, known);
    }
    if by == Dimension::Category {
        for category in categories::all(database).await? {
            let name = LocalizedText::new(category.name_zh, category.name_en);
            reference.categories.insert(category.code, name);
        }
    }
    Ok(reference)
}

/// A comparison, with what was computed when the gateway sent what that takes.
pub struct Comparison {
    id: ID,
    question: Question,
    computed: Option<Computed>,
}

struct Computed {
    answer: Answer,
    table: Table,
    cautions: Vec<Caution>,
}

impl Comparison {
    fn computed(&self) -> Result<&Computed> {
        self.computed.as_ref().ok_or_else(|| {
            let message = "the representation of the comparison lacks `parts` or `coverage`";
            Failure::new(ErrorCode::ArgumentInvalid, message)
        })
    }
}

/// Districts, delegations or categories side by side. It carries its definitions, and says which
/// districts it is made of.
#[Object]
impl Comparison {
    /// The question, as text. The same question has the same id.
    async fn id(&self) -> &ID {
        &self.id
    }

    /// What the districts counted.
    #[graphql(external)]
    async fn parts(&self) -> Result<Vec<ExternalPart>> {
        Ok(self.computed()?.answer.parts.iter().map(ExternalPart::from).collect())
    }

    /// Which districts the comparison is made of.
    #[graphql(external)]
    async fn coverage(&self) -> Result<Coverage> {
        Ok(self.computed()?.answer.coverage.clone())
    }

    /// What the metrics mean.
    async fn definitions(&self) -> Vec<MetricDefinition> {
        self.question.metrics().map(MetricDefinition::from).collect()
    }

    /// One row for each district, delegation or category, sorted by key and not by value. A
    /// district that did not answer has a row without values.
    #[graphql(
        requires = "parts { metric key label { zh en } split period numerator denominator histogram } coverage { asked answered missing { code reason } complete }"
    )]
    async fn rows(&self) -> Result<&[Row]> {
        Ok(&self.computed()?.table.rows)
    }

    /// All cases together, which is not the mean of the rows; null when no district answered.
    #[graphql(
        requires = "parts { metric key label { zh en } split period numerator denominator histogram } coverage { asked answered missing { code reason } complete }"
    )]
    async fn total(&self) -> Result<Option<&Row>> {
        Ok(self.computed()?.table.total.as_ref())
    }

    /// What to know before drawing conclusions.
    #[graphql(
        requires = "parts { metric key label { zh en } split period numerator denominator histogram } coverage { asked answered missing { code reason } complete }"
    )]
    async fn cautions(&self) -> Result<&[Caution]> {
        Ok(&self.computed()?.cautions)
    }
}

/// What is compared with the others, or the total of all.
#[Object(name = "ComparisonRow")]
impl Row {
    /// The code of the district or category, or the id of the delegation.
    async fn key(&self) -> ID {
        ID::from(&self.key)
    }

    /// The name.
    async fn label(&self) -> &LocalizedText {
        &self.label
    }

    /// The values, at least one for each metric.
    async fn cells(&self) -> &[Cell] {
        &self.cells
    }
}

/// A value, with what it is made of and how sure it is.
#[Object]
impl Cell {
    /// What was measured.
    async fn metric(&self) -> MetricKey {
        self.metric
    }

    /// The part of the row that the value is of, when the comparison is split.
    async fn split(&self) -> Option<ID> {
        self.split.as_ref().map(ID::from)
    }

    /// Percent or days, rounded to one decimal; null unless the state is `OK`.
    async fn value(&self) -> Option<f64> {
        self.value
    }

    /// The cases that count, exactly; null for a median.
    async fn numerator(&self) -> Result<Option<i32>> {
        self.numerator.map(int).transpose()
    }

    /// The cases that were looked at, exactly.
    async fn denominator(&self) -> Result<Option<i32>> {
        self.denominator.map(int).transpose()
    }

    /// The lower end of the 95 % interval, in the unit of the value: Wilson's for rates, that of
    /// order statistics for medians. Null when there are too few cases for one.
    async fn low(&self) -> Option<f64> {
        self.low
    }

    /// The upper end of the 95 % interval; null too when it is beyond what is measured.
    async fn high(&self) -> Option<f64> {
        self.high
    }

    /// Whether there is a value, and if not, why.
    async fn state(&self) -> ComputationState {
        self.state
    }

    /// What else there is to say.
    async fn note(
        &self,
        #[graphql(default, desc = "The language of the text.")] lang: Language,
    ) -> Option<&str> {
        self.note.as_ref().map(|note| lang.of(note))
    }
}

/// What to know before drawing conclusions.
#[Object]
impl Caution {
    /// What to beware of.
    async fn code(&self) -> CautionCode {
        self.code
    }

    /// The same in a sentence.
    async fn message(
        &self,
        #[graphql(default, desc = "The language of the text.")] lang: Language,
    ) -> &str {
        lang.of(&self.message)
    }

    /// The keys of the rows that it is about; for a missing district its code.
    async fn rows(&self) -> Vec<ID> {
        self.rows.iter().map(ID::from).collect()
    }
}

/// A count as GraphQL has it.
fn int(count: u64) -> Result<i32> {
    let beyond = || Failure::new(ErrorCode::SumOverflow, "a count is beyond the range of `Int`");
    i32::try_from(count).map_err(|_| beyond())
}
