//! Which of the partitions of a subscription send events now. What has changed is told with the
//! next answer.

use crate::coverage::Coverage;

use super::queue::{Loss, SourceId};

/// The sources of a subscription.
#[derive(Debug)]
pub(super) struct Standings {
    sources: Vec<(Option<String>, Standing)>,
    /// Sources that were joined again since the last answer, and whether they go on where they
    /// were lost.
    rejoined: Vec<(SourceId, bool)>,
}

#[derive(Debug, Clone, Copy)]
enum Standing {
    /// It is being joined for the first time.
    Awaited,
    Here,
    Lost(Loss),
    Ended,
}

impl Standings {
    pub(super) fn new(keys: Vec<Option<String>>) -> Self {
        let sources = keys.into_iter().map(|key| (key, Standing::Awaited)).collect();
        Self { sources, rejoined: Vec::new() }
    }

    pub(super) fn joined(&mut self, source: SourceId, resumed: Option<bool>) {
        self.set(source, Standing::Here);
        self.rejoined.extend(resumed.map(|resumed| (source, resumed)));
    }

    pub(super) fn lost(&mut self, source: SourceId, loss: Loss) {
        self.set(source, Standing::Lost(loss));
        self.rejoined.retain(|(other, _)| *other != source);
    }

    pub(super) fn ended(&mut self, source: SourceId) {
        self.set(source, Standing::Ended);
    }

    fn set(&mut self, source: SourceId, standing: Standing) {
        if let Some((_, current)) = self.sources.get_mut(source) {
            *current = standing;
        }
    }

    /// The key of a source; none for that of a plain subgraph.
    pub(super) fn key(&self, source: SourceId) -> Option<&str> {
        self.sources.get(source)?.0.as_deref()
    }

    /// How a source was lost, when it is.
    pub(super) fn loss(&self, source: SourceId) -> Option<Loss> {
        match self.sources.get(source)?.1 {
            Standing::Lost(loss) => Some(loss),
            _ => None,
        }
    }

    /// Those that are lost, and how.
    pub(super) fn all_lost(&self) -> impl Iterator<Item = (&str, Loss)> {
        self.sources.iter().filter_map(|(key, standing)| match standing {
            Standing::Lost(loss) => Some((key.as_deref()?, *loss)),
            _ => None,
        })
    }

    /// How many have not ended.
    pub(super) fn expected(&self) -> usize {
        let ended = |standing: &Standing| matches!(standing, Standing::Ended);
        self.sources.iter().filter(|(_, standing)| !ended(standing)).count()
    }

    /// Whether partitions have returned since this was told.
    pub(super) fn have_returned(&self) -> bool {
        !self.rejoined.is_empty()
    }

    /// Tells where every partition stands.
    pub(super) fn tell(&mut self, coverage: &mut Coverage) {
        for (key, standing) in &self.sources {
            let Some(key) = key else { continue };
            match standing {
                Standing::Awaited => coverage.record_awaited(key),
                Standing::Here | Standing::Ended => coverage.record_answer(key, false),
                Standing::Lost(loss) => {
                    coverage.record_failure(key, loss.reason, loss.since.elapsed());
                }
            }
        }
        for (source, resumed) in std::mem::take(&mut self.rejoined) {
            let key = self.sources.get(source).and_then(|(key, _)| key.as_deref());
            if let Some(key) = key {
                coverage.record_return(key, resumed);
            }
        }
    }
}
