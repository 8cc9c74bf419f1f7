//! Written-out SQL for both databases.
//!
//! PostgreSQL takes `$2` for the second value. SQLite takes `$2` for a *name* and numbers names in
//! the order in which they first appear. Both agree when `$1` appears first, then `$2`, and so on;
//! [`crate::portable_sql!`] checks that when the program is compiled.

/// SQL text whose placeholders mean the same values on both databases.
///
/// ```
/// let query = diesel::sql_query(storage::portable_sql!(
///     "SELECT id FROM petition WHERE closed_at >= $1 AND closed_at < $2 AND opened_at < $2"
/// ));
/// ```
///
/// A placeholder that first appears too early does not compile:
///
/// ```compile_fail
/// storage::portable_sql!("SELECT id FROM petition WHERE opened_at < $2 AND closed_at > $1");
/// ```
#[macro_export]
macro_rules! portable_sql {
    ($sql:expr) => {{
        const SQL: &str = $sql;
        const {
            assert!(
                $crate::placeholders_are_portable(SQL),
                "placeholders must appear first in the order $1, $2, …"
            );
        }
        SQL
    }};
}

/// Whether each new placeholder of a statement is numbered one more than those before it. Text in
/// single or double quotes is skipped.
#[must_use]
pub const fn placeholders_are_portable(sql: &str) -> bool {
    let bytes = sql.as_bytes();
    let mut highest = 0;
    let mut quote = None;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        at += 1;
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'\'' || byte == b'"' => quote = Some(byte),
            None if byte == b'$' => {
                let mut number = 0_u32;
                while at < bytes.len() && bytes[at].is_ascii_digit() && number < 100_000 {
                    number = number * 10 + (bytes[at] - b'0') as u32;
                    at += 1;
                }
                if number == 0 || number > highest + 1 {
                    return false;
                }
                if number > highest {
                    highest = number;
                }
            }
            None => {}
        }
    }
    quote.is_none()
}

#[cfg(test)]
mod tests {
    use super::placeholders_are_portable;

    #[test]
    fn repeated_placeholders_are_portable() {
        assert!(placeholders_are_portable("SELECT 1"));
        assert!(placeholders_are_portable("SELECT $1, $2, $1, $3, $2"));
    }

    #[test]
    fn a_placeholder_that_comes_too_early_is_not() {
        assert!(!placeholders_are_portable("SELECT $2, $1"));
        assert!(!placeholders_are_portable("SELECT $1, $3"));
        assert!(!placeholders_are_portable("SELECT $name"));
        assert!(!placeholders_are_portable("SELECT $0"));
    }

    #[test]
    fn quoted_text_is_skipped() {
        assert!(placeholders_are_portable("SELECT '$9', \"$8\", $1, 'it''s $7'"));
        assert!(!placeholders_are_portable("SELECT 'open $1"));
    }
}
