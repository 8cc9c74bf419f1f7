//! Random choices as bytes. When they have run out every choice is the first one, so that fewer
//! and smaller bytes make smaller things.

/// Choices that are still to be made.
#[derive(Debug, Clone)]
pub struct Choices<'a>(std::slice::Iter<'a, u8>);

impl<'a> Choices<'a> {
    /// The choices that these bytes stand for.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.iter())
    }

    /// A number below `of`; the first when the choices have run out.
    pub fn choose(&mut self, of: usize) -> usize {
        self.0.next().map_or(0, |choice| usize::from(*choice) % of.max(1))
    }

    /// Whether something happens that happens once in `of` times.
    pub fn once_in(&mut self, of: usize) -> bool {
        self.choose(of) == 1
    }

    /// One of these.
    ///
    /// # Panics
    /// When there is none.
    pub fn pick<'o, T>(&mut self, of: &'o [T]) -> &'o T {
        &of[self.choose(of.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_choices_run_out_the_first_is_chosen() {
        let mut choices = Choices::new(&[7, 3]);
        assert_eq!((choices.choose(5), choices.pick(&["a", "b"])), (2, &"b"));
        assert_eq!((choices.choose(5), choices.once_in(2)), (0, false));
    }
}
